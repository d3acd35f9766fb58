"""The pages of one letter, in the order in which its team comes to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import acts_of
from accounts.models import User
from accounts.roles import need_of
from letters.writing.models import Letter

# A page stands in the line for whoever may open it.
SECTIONS = (
    ("studio:letter", _("Overview")),
    ("studio:write", _("Text")),
    ("studio:particulars", _("Particulars")),
    ("studio:questions", _("Questions")),
    ("studio:first_signers", _("First signers")),
    ("studio:signatures", _("Signatures")),
    ("studio:paper", _("On paper")),
    ("studio:figures", _("Figures")),
    ("studio:translations", _("Translations")),
    ("studio:updates", _("Updates")),
)
# Pages that belong to one of the line.
UNDER = {
    "studio:updates": ("new_update", "update", "write_update", "choose_audience", "send_update", "test_update"),
}


@dataclass(frozen=True)
class Section:
    page: str
    name: str | Promise
    address: str
    is_current: bool


def sections_of(letter: Letter, person: User, *, current: str) -> Iterator[Section]:
    allowed = acts_of(person, letter.team)
    for page, name in SECTIONS:
        if need_of(page) in allowed:
            yield Section(page, name, reverse(page, args=(letter.pk,)), page == current)
