from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.management.answers import letter_named, refusals_in_one_line
from letters.writing.actions import close
from petition.audit.actions import OPERATOR


class Command(BaseCommand):
    help = "Close a letter: no new signatures; those begun may be confirmed for another day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        with refusals_in_one_line():
            close(letter_named(slug), by=OPERATOR)
        self.stdout.write(f"{slug} is closed.")
