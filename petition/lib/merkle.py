"""Merkle trees over SHA-256: hashes and proofs as in RFC 6962, section 2.1, verified as in RFC 9162, section 2.1.

Hashes are 32 bytes; indexes count from 0; sizes are numbers of leaves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class BadProof(ValueError):
    """The proof does not lead from what is known to the root."""


class Node(NamedTuple):
    """The root of the perfect subtree of 2**level leaves, number `index` from the left."""

    level: int
    index: int  # type: ignore[assignment]  # shadows the method of tuples


Plan = list[list[Node]]


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def parents(row: Sequence[bytes]) -> list[bytes]:
    """The hashes one level above a row of even length."""
    pairs = iter(row)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root of perfect subtrees that stand side by side, the largest first."""
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    frontier = Frontier()
    frontier.extend(leaf_hashes)
    return frontier.root()


@dataclass(slots=True)
class Frontier:
    """All that a growing tree must remember: its size, and the roots of its perfect subtrees, the largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"{len(self.peaks)} peaks do not make a tree of {self.size} leaves")

    def append(self, leaf_hash: bytes) -> None:
        self.extend((leaf_hash,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaves level by level: Python needs three times as long for them one by one."""
        row, left, peaks = list(leaf_hashes), list(self.peaks), []
        size, self.size = self.size, self.size + len(row)
        while row or size:
            if size & 1:
                row.insert(0, left.pop())
            if len(row) & 1:
                peaks.append(row.pop())
            row, size = parents(row), size >> 1
        self.peaks = tuple(reversed(peaks))

    def root(self) -> bytes:
        return fold(self.peaks) if self.peaks else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        if len(data) % HASH_BYTES:
            raise ValueError("a frontier is made of whole hashes")
        return cls(size, tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)))


def inclusion_nodes(index: int, size: int) -> Plan:
    """What each hash of an inclusion proof is folded from, the leaf's sibling first (RFC 6962, section 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, plan = 0, size, []
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            plan.append(_cover(middle, end))
            end = middle
        else:
            plan.append(_cover(start, middle))
            start = middle
    return plan[::-1]


def consistency_nodes(old: int, new: int) -> Plan:
    """What each hash of a consistency proof is folded from, in the order of RFC 6962, section 2.1.2."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves does not grow into one of {new}")
    if old == 0:
        return []
    start, end, plan = 0, new, []
    while end != old:
        middle = _middle(start, end)
        if old <= middle:
            plan.append(_cover(middle, end))
            end = middle
        else:
            plan.append(_cover(start, middle))
            start = middle
    if start:  # from 0 on it is the old root itself, which the verifier has
        plan.append(_cover(start, end))
    return plan[::-1]


def prove(plan: Plan, nodes: Mapping[Node, bytes]) -> list[bytes]:
    """The hashes of a proof; a KeyError names a node that is not at hand."""
    return [fold([nodes[node] for node in group]) for group in plan]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, section 2.1.3.2; `leaf` is the leaf's hash."""
    _refuse_unless(0 <= index < size, "the tree has no leaf of this index")
    _refuse_unless(all(len(piece) == HASH_BYTES for piece in proof), "a proof is made of whole hashes")
    found = leaf
    for sibling, is_left in _climb(index, size - 1, proof):
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
    _refuse_unless(found == root, "the proof leads to another root")


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162, section 2.1.4.2; anything has grown from the empty tree, and a tree from itself, without a proof."""
    _refuse_unless(0 <= old_size <= new_size, "the tree has shrunk")
    _refuse_unless(all(len(piece) == HASH_BYTES for piece in proof), "a proof is made of whole hashes")
    if old_size in (0, new_size):
        _refuse_unless(not proof, "the proof is too long")
        _refuse_unless(old_root == (EMPTY_ROOT if old_size == 0 else new_root), "one size has two roots")
    else:
        _verify_growth(old_size, old_root, new_size, new_root, proof)


def _verify_growth(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    _refuse_unless(bool(path), "the proof is too short")
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling, is_left in _climb(place, last, path[1:]):
        old = node_hash(sibling, old) if is_left else old
        new = node_hash(sibling, new) if is_left else node_hash(new, sibling)
    _refuse_unless(old == old_root, "the proof leads to another old root")
    _refuse_unless(new == new_root, "the proof leads to another new root")


def _climb(place: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each hash, and whether it stands to the left, on the way up from a node of a level that ends with `last`."""
    for sibling in proof:
        _refuse_unless(last > 0, "the proof is too long")
        is_left = bool(place & 1) or place == last
        yield sibling, is_left
        while is_left and not place & 1 and place:  # the levels on which this node has no sibling
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    _refuse_unless(last == 0, "the proof is too short")


def _middle(start: int, end: int) -> int:
    """Where a subtree of two leaves or more is split: at the largest power of two below its size."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _cover(start: int, end: int) -> list[Node]:
    """The perfect subtrees of a subtree, the largest first."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def _refuse_unless(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BadProof(otherwise)
