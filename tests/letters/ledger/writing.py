"""Logs for the tests, written as the rooms above write them."""

from datetime import UTC, datetime
from hashlib import sha256
from itertools import count

from letters.ledger.actions import open_log, turn
from letters.ledger.models import Log
from letters.ledger.queueing import Signing

AT = datetime(2026, 9, 21, 14, 30, tzinfo=UTC)
TEXT = sha256(b"We ask the council to keep the library open on Sundays.\n").digest()
NEXT_TEXT = sha256(b"We ask the council to keep the library open every day.\n").digest()

_numbers = count(1)


def make_log(*, text: bytes = TEXT) -> Log:
    log = open_log(f"letters.example/letters/letter-of-the-ledger-{next(_numbers)}/log", at=AT)
    with turn() as its:
        its.text(log.pk, number=1, sha256=text, at=AT)
    return log


def card(name: str = "Ada Lovelace") -> str:
    return f"name {name}\nrole Mathematician\nplace London\n"


def sign(log: Log, subject: int = 1, *, shown: str | None = None, text: bytes = TEXT, at: datetime = AT) -> int:
    shown = card(f"Signer {subject}") if shown is None else shown
    with turn() as its:
        return its.sign(log.pk, subject=subject, text=text, card=shown, address=f"signer{subject}@example.org", at=at)


def sign_many(log: Log, many: int, *, first: int = 1) -> list[int]:
    """Signatures by the thousand, every third of them private."""
    signings = [
        Signing(number, "" if number % 3 == 0 else card(f"Signer {number}"), f"signer{number}@example.org", AT)
        for number in range(first, first + many)
    ]
    with turn() as its:
        return its.sign_many(log.pk, TEXT, signings)
