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
# Pages that stand below one of the line; those that take posts show theirs again where something is wrong.
UNDER: dict[str, tuple[str, ...]] = {
    "studio:updates": (
        *("studio:new_update", "studio:update", "studio:write_update", "studio:delete_update"),
        *("studio:choose_audience", "studio:send_update", "studio:test_update", "studio:cancel_update"),
    ),
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
            is_current = current in (page, *UNDER.get(page, ()))
            yield Section(page, name, reverse(page, args=(letter.pk,)), is_current)
