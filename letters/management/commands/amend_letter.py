from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.management.answers import checked, letter_named, refusals_in_one_line
from letters.management.files import read_letter
from letters.writing.actions import amend
from letters.writing.forms import AmendForm
from petition.audit.actions import OPERATOR


class Command(BaseCommand):
    help = "Publish the next version of a letter; the versions before it stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", metavar="FILE.md")
        parser.add_argument("--note", required=True, help="what changes, in the organizer's words")
        parser.add_argument("--title", help="a new title")
        parser.add_argument("--to", help="a new addressee")

    def handle(self, *args: Any, slug: str, file: str, **options: Any) -> None:
        letter = letter_named(slug)
        form = AmendForm({name: options[name] for name in ("note", "title", "to")} | {"body": read_letter(file)})
        with refusals_in_one_line():
            version = amend(letter, **checked(form, {"body": file}), by=OPERATOR)
        self.stdout.write(f"{slug} stands at version {version.number}.")
