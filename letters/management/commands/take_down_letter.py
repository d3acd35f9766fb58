from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.management.answers import checked, letter_named, refusals_in_one_line
from letters.writing.actions import take_down
from letters.writing.forms import NoticeForm
from petition.audit.actions import OPERATOR


class Command(BaseCommand):
    help = "Take a published letter out of sight, for a reason the public can read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--notice", required=True, help="the public reason")

    def handle(self, *args: Any, slug: str, notice: str, **options: Any) -> None:
        letter = letter_named(slug)
        with refusals_in_one_line():
            take_down(letter, **checked(NoticeForm({"notice": notice}), {}), by=OPERATOR)
        self.stdout.write(f"{slug} is taken down: {letter.notice}")
