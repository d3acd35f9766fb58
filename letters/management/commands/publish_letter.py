from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from accounts.actions import person_for, team_for
from letters.management.answers import checked, refusals_in_one_line
from letters.management.files import read_letter
from letters.models import Letter
from letters.writing.actions import publish
from letters.writing.forms import LetterForm
from petition.audit.actions import OPERATOR

FIELDS = ("title", "to", "slug", "language", "goal", "time_zone")


class Command(BaseCommand):
    help = "Publish a letter from a Markdown file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.md", help="the text, UTF-8, at most 100 kB")
        parser.add_argument("--title", required=True)
        parser.add_argument("--to", required=True, help="whom the letter is written to")
        parser.add_argument("--organizer", required=True, metavar="MAIL", help="who is told about milestones")
        parser.add_argument("--goal", metavar="N", help="how many signatures it hopes for")
        parser.add_argument("--closes", metavar="DATE", help="the last day for signing, such as 2030-12-31")
        parser.add_argument("--time-zone", default="UTC", metavar="TZ", help="where that day ends (Europe/Paris)")
        parser.add_argument("--language", default="en", metavar="xx")
        parser.add_argument("--slug", metavar="S", help="its name in the address; made from the title when left out")

    def handle(self, *args: Any, file: str, organizer: str, closes: str | None, **options: Any) -> None:
        body = read_letter(file)
        form = LetterForm({name: options[name] for name in FIELDS} | {"body": body, "closes_on": closes})
        letter = _published(checked(form, {"body": file, "closes_on": "--closes"}), organizer)
        self.stdout.write(f"Published: {settings.SITE_URL}{letter.get_absolute_url()}")


@transaction.atomic
def _published(text: dict[str, Any], organizer: str) -> Letter:
    """Make organizer, team and letter together or not at all."""
    with refusals_in_one_line():
        return publish(**text, team=team_for(person_for(organizer)), by=OPERATOR)
