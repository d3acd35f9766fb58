"""An entry with the proof that it is in its log, as pages show it."""

from dataclasses import dataclass

from django.http import Http404

from letters.ledger import reading
from letters.ledger.entries import Entry, parse
from letters.ledger.models import Log
from letters.pages.drawing import Drawing, Step, climb, draw
from petition.lib.merkle import leaf_hash, verify_inclusion


@dataclass(frozen=True)
class Proof:
    index: int
    size: int
    body: bytes
    entry: Entry
    leaf: bytes
    root: bytes
    steps: list[Step]
    drawing: Drawing

    @property
    def text(self) -> str:
        return self.body.decode("ascii")


def prove(log: Log, index: int) -> Proof:
    """The proof at the log's present size; a page shows none that it has not verified itself."""
    if index >= log.size:
        raise Http404
    (body,) = reading.entries(log.pk, index, index + 1)
    leaf, root, hashes = leaf_hash(body), bytes(log.root), reading.inclusion(log, index, log.size)
    verify_inclusion(leaf, index, log.size, hashes, root)
    steps = climb(leaf, index, log.size, hashes)
    return Proof(index, log.size, body, parse(body), leaf, root, steps, draw(leaf, steps))
