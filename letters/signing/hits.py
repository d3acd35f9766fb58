"""Whose signatures a block would have refused: counted by letter and state, so that no address leaves the vault."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from letters.signing.mailboxes import signed_with
from letters.signing.models import Signature
from petition.lib.emails import domain_of, parents_of
from petition.lib.vault import CannotOpen, unseal

# Addresses are sealed, so a domain is found by opening one after the other: as many as take a few tenths of a second.
MOST_OPENED = 20_000
LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Hits:
    """How many signatures under which letter in which state, and how many were looked at to know."""

    numbers: Counter[tuple[int, str]]
    looked_at: int = 0
    oldest: datetime | None = None
    is_cut: bool = False  # there are more of these days than were looked at

    @property
    def number(self) -> int:
        return self.numbers.total()


def of_address(address: str) -> Hits:
    """Of one mailbox, under all letters."""
    return Hits(Counter(signed_with(address).values_list("letter_id", "state")))


def of_domain(domain: str, *, at: datetime) -> Hits:
    """Of a domain and all below it, among the newest signatures of the last days."""
    columns = ("letter_id", "state", "address", "created_at")
    newest = list(Signature.objects.order_by("-pk").values_list(*columns)[:MOST_OPENED])
    recent = [row for row in newest if row[3] >= at - LOOKED_BACK]
    opened = list(_opened(recent))
    numbers = Counter((letter, state) for letter, state, found in opened if domain in parents_of(found))
    oldest = min((row[3] for row in recent), default=None)
    return Hits(numbers, len(opened), oldest, is_cut=len(recent) == MOST_OPENED)


def _opened(rows: Iterable[tuple[int, str, bytes | None, datetime]]) -> Iterator[tuple[int, str, str]]:
    """Each with its domain; what was erased, or sealed with a key that is gone, is not looked at."""
    for letter_id, state, sealed, _at in rows:
        if sealed is None:
            continue
        try:
            yield letter_id, state, domain_of(unseal(sealed))
        except CannotOpen:
            continue
