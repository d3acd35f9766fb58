"""The head of a log as a transaction that has the turn reads, moves and writes it."""

from binascii import a2b_base64
from dataclasses import dataclass
from typing import Any

from letters.ledger.entries import Tally
from letters.ledger.models import Log
from petition.lib import prepared
from petition.lib.merkle import Frontier

# What each kind of entry adds to signed, withdrawn and struck; the others add nothing.
STEPS = {"sign": (1, 0, 0), "withdraw": (0, 1, 0), "strike": (0, 0, 1), "restore": (0, 0, -1)}

LOCK = """
    SELECT origin, kind, size, frontier, time, text, text_number, signed, withdrawn, struck, peak
      FROM letters_log WHERE id = %s FOR NO KEY UPDATE
"""


@dataclass
class Head:
    log_id: int
    origin: str
    is_of_the_site: bool
    frontier: Frontier
    time: int
    text: bytes | None
    text_number: int
    tally: Tally
    peak: int

    @property
    def size(self) -> int:
        return self.frontier.size

    def move(self, kind: str, facts: str, hour: int) -> None:
        """Take an entry into the sums; time never goes back, whatever the clocks of several machines say."""
        self.time = max(self.time, hour)
        if kind == "text":
            self._read(facts)
        elif step := STEPS.get(kind):
            self.tally = Tally(*(old + new for old, new in zip(self.tally, step, strict=True)))
            self.peak = max(self.peak, self.tally.count)

    def _read(self, facts: str) -> None:
        """Signatures consent to this text from now on."""
        _, number, _, sha256 = facts.split()
        self.text_number, self.text = int(number), a2b_base64(sha256)

    def columns(self) -> dict[str, Any]:
        return {
            "log": self.log_id,
            "size": self.size,
            "frontier": self.frontier.to_bytes(),
            "time": self.time,
            "text": self.text,
            "text_number": self.text_number,
            "peak": self.peak,
            **self.tally._asdict(),
        }


def locked(log_id: int) -> Head:
    """The head as it stands, locked to the end of the transaction; foreign keys may still point at it."""
    with prepared.cursor() as cursor:
        cursor.execute(LOCK, [log_id])
        row = cursor.fetchone()
    if row is None:
        raise Log.DoesNotExist(log_id)
    origin, kind, size, frontier, time, text, text_number, signed, withdrawn, struck, peak = row
    return Head(
        log_id=log_id,
        origin=origin,
        is_of_the_site=kind == Log.Kind.SITE,
        frontier=Frontier.from_bytes(size, bytes(frontier)),
        time=time,
        text=text and bytes(text),
        text_number=text_number,
        tally=Tally(signed, withdrawn, struck),
        peak=peak,
    )
