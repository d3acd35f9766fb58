"""A log on paper: signed, cut into tiles and given out as the site does, without a site."""

import os
from dataclasses import dataclass, field

from letters.ledger import commitments, entries
from letters.ledger.entries import Sign, Tally, Text
from letters.ledger.receipts import Receipt, Shown, encode
from petition.lib import notes, tiles
from petition.lib.merkle import leaf_hash, parents, root_of
from petition.lib.notes import Signer
from petition.lib.tiles import ENTRIES, WIDTH
from tests.journeys.scripts.proofs import inclusion

ORIGIN = "letters.example/letters/library/log"
TEXT = b"\x01" * 32
HOUR = 1_789_999_200


@dataclass
class PaperLog:
    """Its first entry is a text, every other a signature; `seed` makes the key, so that two may share one."""

    origin: str = ORIGIN
    seed: bytes = b"\x02" * 32
    entries: list[bytes] = field(default_factory=list)
    openings: dict[int, Shown] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.signer = Signer(self.origin, self.seed)
        if not self.entries:
            self.append(entries.encode(Text(1, TEXT), HOUR, Tally()))

    @classmethod
    def of(cls, log: "PaperLog") -> "PaperLog":
        """What another log holds, given out in the way of this one."""
        return cls(log.origin, log.seed, [*log.entries], {**log.openings})

    @property
    def path(self) -> str:
        return self.origin.partition("/")[2]

    @property
    def vkey(self) -> str:
        return self.signer.vkey

    def append(self, entry: bytes) -> None:
        self.entries.append(entry)

    def sign(self, name: str = "", role: str = "", place: str = "") -> int:
        """Publicly under a name, privately without one."""
        card = commitments.card_text(name, role, place)
        shown = Shown(os.urandom(32), card, os.urandom(32), os.urandom(32))
        commit = commitments.commit(commitments.card_hash(shown.salt, card), shown.mail, shown.control)
        index = len(self.entries)
        self.append(entries.encode(Sign(TEXT, bool(card), commit), HOUR, Tally(signed=index)))
        self.openings[index] = shown
        return index

    def sign_many(self, many: int) -> None:
        for number in range(many):
            self.sign(f"Signer {number}")

    def leaves(self, size: int | None = None) -> list[bytes]:
        return [leaf_hash(entry) for entry in self.entries[:size]]

    def note(self, size: int | None = None, *others: str) -> str:
        """The signed checkpoint; `others` are lines of witnesses."""
        leaves = self.leaves(size)
        text = notes.Checkpoint(self.origin, len(leaves), root_of(leaves)).text()
        return notes.join_note(text, [self.signer.sign(text), *others])

    def receipt(self, index: int, size: int | None = None, *, with_name: bool = True) -> str:
        proof = inclusion(index, self.leaves(size))
        opening = self.openings.get(index) if with_name else None
        return encode(Receipt(self.entries[index], opening, index, proof, self.note(size)))

    def file(self, name: str) -> bytes | None:
        """What the log serves under its path; None for what it has not."""
        if name in ("checkpoint", "vkey"):
            return (self.note() if name == "checkpoint" else f"{self.vkey}\n").encode()
        wanted = tiles.parse_path(name)
        first, end = wanted.number * WIDTH, wanted.number * WIDTH + wanted.width
        if wanted.level == ENTRIES:
            return tiles.bundle(self.entries[first:end]) if end <= len(self.entries) else None
        row = self.leaves()
        for _ in range(tiles.HEIGHT * wanted.level):
            row = parents(row[: len(row) // 2 * 2])
        return b"".join(row[first:end]) if end <= len(row) else None
