from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from accounts.actions import person_for, team_for
from letters import writing
from letters.management.answers import refusals_in_one_line
from letters.models import Letter
from letters.writing.actions import publish
from petition.audit.actions import OPERATOR

SLUG = "our-work-is-not-your-beta-test"
TITLE = "OUR WORK IS NOT YOUR BETA TEST"
TO = "the companies that build their machines on us"
GOAL = 300
BODY = Path(writing.__path__[0]) / "sample.md"
# Two starts at once take turns; the number is this command's alone.
LOCK = 0x5A3B1E


class Command(BaseCommand):
    help = "Publish the sample letter, once; what became of it since is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organizer", default="organizer@example.org", metavar="MAIL")

    def handle(self, *args: Any, organizer: str, **options: Any) -> None:
        with refusals_in_one_line():
            is_new = _loaded(organizer)
        self.stdout.write("Published the sample letter." if is_new else "The sample letter is there already.")


@transaction.atomic
def _loaded(organizer: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if Letter.objects.filter(slug=SLUG).exists():
        return False
    team = team_for(person_for(organizer, name="The Unpaid Testers"))
    publish(slug=SLUG, title=TITLE, to=TO, body=BODY.read_text("utf-8"), team=team, goal=GOAL, by=OPERATOR)
    return True
