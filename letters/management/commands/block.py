from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from letters.guard import actions
from letters.guard.models import WORDS_AT_MOST, Block
from letters.guard.reasons import words_of
from petition.audit.actions import OPERATOR
from petition.lib import emails
from petition.lib.refusal import Refused


class Command(BaseCommand):
    help = "Refuse signatures from a mail address or domain, lift that again, or list what is blocked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", nargs="?", help="an address, or a domain (with all below it)")
        parser.add_argument("--reason", default="", help="a note for other operators")
        parser.add_argument("--lift", action="store_true", help="unblock it")

    def handle(self, *args: Any, subject: str | None, reason: str, lift: bool, **options: Any) -> None:
        if subject is None:
            self._list()
        elif lift:
            self._lift(subject)
        else:
            self._block(subject, reason)

    def _block(self, subject: str, reason: str) -> None:
        if len(reason) > WORDS_AT_MOST:
            raise CommandError(f"A reason has at most {WORDS_AT_MOST} characters.")
        try:
            actions.block(emails.parse(subject) if "@" in subject else subject, reason=reason, by=OPERATOR)
        except ValueError as error:
            raise CommandError(str(error)) from error
        except Refused as error:
            raise CommandError(f"{subject} is neither an address nor a domain such as example.org.") from error
        self.stdout.write(f"Signatures from {subject} are refused from now on.")

    def _lift(self, subject: str) -> None:
        block = Block.objects.of(subject).first()
        if block is None:
            raise CommandError(f"{subject} is not blocked by itself; the list shows what is.")
        actions.unblock(block.pk, by=OPERATOR)
        self.stdout.write(f"Signatures from {subject} are welcome again.")

    def _list(self) -> None:
        for block in Block.objects.newest_first():
            self.stdout.write(f"{block.since:%Y-%m-%d}  {block}  {words_of(block.reason)}".rstrip())
