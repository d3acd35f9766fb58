"""How letters, names and numbers are set on a page."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django import template

from letters.writing.models import Letter

register = template.Library()

# Thin, and never broken across lines: right beside every language's own decimal sign.
THIN_SPACE = "\u202f"


@register.filter
def grouped(number: int | None) -> str:
    """Set a number in groups of three: 12 408."""
    return f"{number or 0:,}".replace(",", THIN_SPACE)


@register.filter
def title_step(title: str) -> str:
    """Name the size a title is set in, so that three letters fill the page and two hundred still fit on it."""
    for most, step in ((8, "short"), (48, "plain"), (100, "long")):
        if len(title) <= most:
            return step
    return "longest"


@register.filter
def last_day(letter: Letter) -> date | None:
    """The last day of signing, as the calendar on the letter's own wall shows it."""
    if letter.closes_at is None:
        return None
    return (letter.closes_at - timedelta(seconds=1)).astimezone(ZoneInfo(letter.time_zone)).date()
