"""Proofs and receipts of a log that was made for a test, by our own code: what the programs of others then judge."""

from collections.abc import Sequence

from letters.ledger.receipts import Receipt, Shown, encode
from petition.lib import merkle
from petition.lib.merkle import Node
from petition.lib.notes import Checkpoint
from tests.letters.ledger.independent.making import ORIGIN, signed


class Tree:
    """Every hash of a log's tree, for proofs at any size it ever had."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.entries = entries
        self.leaves = [merkle.leaf_hash(entry) for entry in entries]
        self._nodes: dict[Node, bytes] = {}
        level, row = 0, self.leaves
        while row:
            self._nodes.update((Node(level, index), found) for index, found in enumerate(row))
            level, row = level + 1, merkle.parents(row[: len(row) // 2 * 2])

    def note(self, size: int) -> str:
        """The checkpoint at this size, signed."""
        return signed(Checkpoint(ORIGIN, size, merkle.root_of(self.leaves[:size])))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return merkle.prove(merkle.inclusion_nodes(index, size), self._nodes)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return merkle.prove(merkle.consistency_nodes(old, new), self._nodes)

    def receipt(self, index: int, size: int, opening: Shown | None = None) -> str:
        return encode(Receipt(self.entries[index], opening, index, self.inclusion(index, size), self.note(size)))
