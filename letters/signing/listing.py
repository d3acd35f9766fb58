"""The list of signatures as its organizers narrow it; one way at a time, since each has its own index.

They read what everybody reads. By a country only those are found who are shown by name or initials, by a link only
those who are shown by name: nobody else is told apart from the others by either.
"""

from collections.abc import Callable, Sequence

from django.db.models import Q

from letters.signing.queries import SignatureQuerySet, search
from letters.writing.models import Letter

COUNTRY, LINK = "country:", "from:"
NAMED = Q(name_hidden_at=None) & ~Q(display="anonymous")
NEWEST, BY_RANK = ("-confirmed_at", "-id"), ("first_rank", "id")

WAYS: dict[str, Callable[[SignatureQuerySet], SignatureQuerySet]] = {
    "": lambda rows: rows.in_force(),
    "first": lambda rows: rows.in_force().filter(first_rank__isnull=False),
    "reason": lambda rows: rows.in_force().exclude(reason=""),
    "initials": lambda rows: rows.in_force().exclude(display="name").filter(display="initials"),
    "unnamed": lambda rows: rows.in_force().exclude(display="name").filter(display="anonymous"),
    "hidden": lambda rows: rows.in_force().filter(name_hidden_at__isnull=False),
    # Said once: of two conditions on one column the planner makes too small a number, and sorts all of a crowd.
    "held": lambda rows: rows.filter(state="held"),
    "struck": lambda rows: rows.filter(state__in=("held", "struck"), state="struck"),
}


def listed(letter: Letter, only: str = "", words: str = "") -> SignatureQuerySet:
    """The columns that are shown, of the rows that are asked for; nonsense asks for all in force."""
    rows = search(letter, words) if words else letter.signatures.order_by().shown_columns()
    return _narrowed(rows, only)


def order_of(only: str) -> Sequence[str]:
    return BY_RANK if only == "first" else NEWEST


def _narrowed(rows: SignatureQuerySet, only: str) -> SignatureQuerySet:
    if only.startswith(COUNTRY):
        return rows.in_force().filter(NAMED, country=only.removeprefix(COUNTRY)).exclude(country="")
    if only.startswith(LINK):
        # By initials too somebody would be found who came by a link that was made for one person.
        return rows.in_force().filter(NAMED, display="name", came_from=only.removeprefix(LINK)).exclude(came_from="")
    return WAYS.get(only, WAYS[""])(rows)
