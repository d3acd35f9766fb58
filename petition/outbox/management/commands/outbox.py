from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from petition.outbox import actions, dkim, reports
from petition.outbox.models import Message


class Command(BaseCommand):
    help = "Show what mail is owed, how old it is, what failed and why; retry it, or drop it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb")
        retry = verbs.add_parser("retry", help="try again now what failed or was given up, and lift the pause")
        drop = verbs.add_parser("drop", help="never send these")
        for verb in (retry, drop):
            verb.add_argument("--kind", action="append", default=[], help="only this kind, such as signing.receipt")
            verb.add_argument("--id", action="append", default=[], type=int, help="only this message")
        verbs.add_parser("dkim", help="show what has to stand in the DNS for DKIM_KEY")
        suppressed = verbs.add_parser("suppressed", help="list the refusals that keep addresses from getting mail")
        suppressed.add_argument("--lift", metavar="ADDRESS", help="mail this exact address again")

    def handle(self, *args: Any, verb: str | None, **options: Any) -> None:
        if verb is None:
            self._say(*reports.overview())
        elif verb == "dkim":
            self._dkim()
        elif verb == "suppressed":
            self._suppressed(options["lift"])
        elif verb == "retry":
            self._say(f"{actions.retry(Message.objects.chosen(options['kind'], options['id']))} are tried again.")
        else:
            self._drop(options["kind"], options["id"])

    def _drop(self, kinds: list[str], ids: list[int]) -> None:
        if not kinds and not ids:
            raise CommandError("Name what to drop with --kind or --id.")
        self._say(f"{actions.drop(Message.objects.chosen(kinds, ids))} are dropped.")

    def _dkim(self) -> None:
        if not settings.DKIM_KEY:
            raise CommandError("DKIM_KEY is not set.")
        name, text = dkim.record()
        self._say(f'{name} TXT "{text}"')

    def _suppressed(self, address: str | None) -> None:
        if address is None:
            self._say(*reports.suppressions())
        elif actions.allow(address):
            self._say("This address gets mail again.")
        else:
            raise CommandError("This address is not suppressed.")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
