"""Whom a letter is written to: the rows its team fills in, and the one line that its readers see."""

from collections.abc import Iterable
from dataclasses import dataclass

from letters.writing.drafts import Addressee
from letters.writing.models import Letter
from petition.lib import vault

ADDRESSEES_AT_MOST = 12


@dataclass(frozen=True)
class To:
    """One addressee as typed; the address is for the delivery, and shown to the team alone."""

    name: str
    role: str = ""
    address: str = ""


def line_of(addressees: Iterable[To]) -> str:
    return "; ".join(f"{one.name}, {one.role}" if one.role else one.name for one in addressees)


def addressees_of(letter: Letter) -> list[To]:
    rows = letter.addressees.order_by("rank", "pk")
    return [To(row.name, row.role, vault.unseal(row.address) if row.address else "") for row in rows]


def write_addressees(letter: Letter, addressees: Iterable[To]) -> None:
    """Put these in the place of those that stood, in their order; within the caller's transaction."""
    letter.addressees.all().delete()
    Addressee.objects.bulk_create(_row(letter, rank, one) for rank, one in enumerate(addressees))


def _row(letter: Letter, rank: int, one: To) -> Addressee:
    sealed = vault.seal(one.address) if one.address else None
    return Addressee(letter=letter, rank=rank, name=one.name, role=one.role, address=sealed)
