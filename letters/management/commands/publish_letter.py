from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import name_team_by, person_for, team_for
from accounts.models import Team
from letters.management.answers import checked, refusals_in_one_line
from letters.management.files import read_letter
from letters.models import Letter
from letters.writing.actions import publish
from letters.writing.forms import LetterForm
from petition.audit.actions import OPERATOR
from petition.lib.text import clean_line

FIELDS = ("title", "to", "slug", "language", "goal", "time_zone")


class Command(BaseCommand):
    help = "Publish a letter from a Markdown file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.md", help="the text, UTF-8, at most 100 kB")
        parser.add_argument("--title", required=True)
        parser.add_argument("--to", required=True, help="whom the letter is written to")
        parser.add_argument("--organizer", required=True, metavar="MAIL", help="who is told about milestones")
        parser.add_argument("--team", metavar="NAME", help="who publishes it, as readers see it")
        parser.add_argument("--goal", metavar="N", help="how many signatures it hopes for")
        parser.add_argument("--closes", metavar="DATE", help="the last day for signing, such as 2030-12-31")
        parser.add_argument("--time-zone", default="UTC", metavar="TZ", help="where that day ends (Europe/Paris)")
        parser.add_argument("--language", default="en", metavar="xx")
        parser.add_argument("--slug", metavar="S", help="its name in the address; made from the title when left out")

    def handle(
        self, *args: Any, file: str, organizer: str, team: str | None, closes: str | None, **options: Any
    ) -> None:
        body = read_letter(file)
        form = LetterForm({name: options[name] for name in FIELDS} | {"body": body, "closes_on": closes})
        letter = _published(checked(form, {"body": file, "closes_on": "--closes"}), organizer, _name(team))
        self.stdout.write(f"Published: {settings.SITE_URL}{letter.get_absolute_url()}")


@transaction.atomic
def _published(text: dict[str, Any], organizer: str, team: str) -> Letter:
    """Make organizer, team and letter together or not at all."""
    with refusals_in_one_line():
        return publish(**text, team=_team(organizer, team), by=OPERATOR)


def _team(organizer: str, name: str) -> Team:
    """The organizer's own team, under the name that readers shall read."""
    team = team_for(person_for(organizer))
    if name:
        name_team_by(team, name=name, by=OPERATOR)
    return team


def _name(typed: str | None) -> str:
    try:
        return clean_line(typed or "")
    except ValueError as error:
        raise CommandError(f"--team: {error}") from error
