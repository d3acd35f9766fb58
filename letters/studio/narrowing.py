"""The ways to narrow the list of signatures, in words."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.signing.listing import COUNTRY, LINK
from letters.signing.models import Figures
from letters.writing.models import Letter

WORDS: tuple[tuple[str, Promise], ...] = (
    ("", _("All that count")),
    ("first", _("First signers")),
    ("reason", _("With a reason")),
    ("initials", _("Shown by initials")),
    ("unnamed", _("Shown without a name")),
    ("hidden", _("Names hidden")),
    ("held", _("Waiting for a moderator")),
    ("struck", _("Taken out by a moderator")),
)
# Beyond these a select is scrolled through by nobody.
MOST_OFFERED = 40


class Way(NamedTuple):
    value: str
    name: str | Promise
    is_chosen: bool


class Ways(NamedTuple):
    plain: list[Way]
    countries: list[Way]
    links: list[Way]

    def offer(self, value: str) -> bool:
        """Whether a wish is one of these: groups too small to be counted are not listed either."""
        return any(way.value == value for way in (*self.plain, *self.countries, *self.links))


def ways_of(letter: Letter, chosen: str) -> Ways:
    figures = Figures.objects.filter(letter=letter).first()
    countries, labels = (figures.countries, figures.labels) if figures else ([], [])
    return Ways(
        [Way(value, name, value == chosen) for value, name in WORDS],
        _grouped(COUNTRY, countries, chosen),
        _grouped(LINK, labels, chosen),
    )


def _grouped(prefix: str, counted: list[list[str]], chosen: str) -> list[Way]:
    names = [name for name, _many in counted[:MOST_OFFERED] if name]
    return [Way(prefix + name, name, prefix + name == chosen) for name in names]
