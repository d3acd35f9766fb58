"""The pages of one letter, in the order in which its team comes to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.roles import Act, need_of
from letters.writing.models import Letter

# A page stands in the line once its address exists, and for whoever may open it.
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
)


@dataclass(frozen=True)
class Section:
    page: str
    name: str | Promise
    address: str
    is_current: bool


def sections_of(letter: Letter, person: User, *, current: str) -> Iterator[Section]:
    allowed = {act for act in Act if may(person, act, letter.team)}
    for page, name in SECTIONS:
        address = _address(page, letter)
        if address and need_of(page) in allowed:
            yield Section(page, name, address, page == current)


def _address(page: str, letter: Letter) -> str | None:
    try:
        return reverse(page, args=(letter.pk,))
    except NoReverseMatch:
        return None
