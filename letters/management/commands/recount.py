from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from letters.models import Letter
from letters.signing.counts import Recount, recompute


class Command(BaseCommand):
    help = "Count the signatures of every letter again and say where the kept count differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make the kept count say what the rows say")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        letters = Letter.objects.order_by("pk")
        wrong = [found for letter in letters if (found := recompute(letter, repair=repair)).differs]
        for found in wrong:
            self._say(found)
        if wrong and not repair:
            raise CommandError(f"{len(wrong)} of {len(letters)} letters differ; --repair corrects them.")
        self.stdout.write(f"{len(letters)} letters counted, {len(wrong)} corrected.")

    def _say(self, found: Recount) -> None:
        self.stdout.write(
            f"{found.letter.slug}: kept {found.kept} ({found.struck_kept} struck), "
            f"counted {found.counted} ({found.struck_counted} struck)"
        )
