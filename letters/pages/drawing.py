"""A proof of inclusion as a picture: the way from an entry's leaf up to the root, and what meets it on each level.

Only the way and its siblings are drawn, so a million entries need twenty rows. Lengths are units of the picture, which
is 360 wide whatever it proves; y grows downwards, and the root stands on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from petition.lib.canonical import to_base64
from petition.lib.merkle import inclusion_nodes, node_hash

WIDTH = 360
ROW = 48
TOP = 34  # room for the root's name
BOTTOM = 40  # and for the leaf's
REACH = 40  # from a node on the way to the sibling of the next
WANDERS = 80  # the way keeps so close to the middle that names find room on both sides
LEAF = 14  # the side of the square that the proven entry is
STRIDE = 30  # sideways from one node on the way to the next, at most


@dataclass(frozen=True)
class Step:
    """One level of a proof: the node on the way, and the sibling it is hashed with into the next."""

    own: bytes
    sibling: bytes
    is_left: bool  # whether the sibling stands on the left
    first: int  # the sibling's entries, up to and not including `end`
    end: int

    @property
    def last(self) -> int:
        return self.end - 1

    @property
    def parent(self) -> bytes:
        return node_hash(self.sibling, self.own) if self.is_left else node_hash(self.own, self.sibling)


@dataclass(frozen=True)
class Mark:
    """A node where it stands, with its hash in short, and which way its name runs from there."""

    x: float
    y: float
    hash: str
    name_x: float
    anchor: str  # start or end

    @property
    def left(self) -> float:
        return self.x - LEAF / 2

    @property
    def top(self) -> float:
        return self.y - LEAF / 2


@dataclass(frozen=True)
class Sibling(Mark):
    many: int  # entries below it
    outline: str  # a square for one entry, a triangle for more, as the points of a polygon
    branch: str  # from its parent, as a path


@dataclass(frozen=True)
class Drawing:
    height: float
    way: str  # the lit path, as the points of a line from the leaf to the root
    root: Mark
    leaf: Mark
    between: list[Mark]  # on the way, the lowest first
    siblings: list[Sibling]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {_short(self.height)}"


def climb(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> list[Step]:
    """The steps of a proof from the leaf's up, in the order of RFC 6962, section 2.1.1."""
    steps, own = [], leaf
    for sibling, (is_left, first, end) in zip(proof, _siblings(index, size), strict=True):
        steps.append(Step(own, sibling, is_left, first, end))
        own = steps[-1].parent
    return steps


def draw(leaf: bytes, steps: Sequence[Step]) -> Drawing:
    xs = _across(steps)
    ys = [TOP + ROW * level for level in range(len(steps), -1, -1)]
    hashes = [leaf, *(step.parent for step in steps)]
    sides = [*(step.is_left for step in steps), True]
    way = [_mark(x, y, hash_, is_right) for x, y, hash_, is_right in zip(xs, ys, hashes, sides, strict=True)]
    return Drawing(
        height=TOP + ROW * len(steps) + BOTTOM,
        way=" ".join(f"{_short(mark.x)},{_short(mark.y)}" for mark in way),
        root=way[-1],
        leaf=way[0],
        between=way[1:-1],
        siblings=[_sibling(step, parent) for step, parent in zip(steps, way[1:], strict=True)],
    )


def in_short(value: bytes) -> str:
    """As it begins in receipts, in entries and in the checkpoint."""
    return f"{to_base64(value)[:8]}…"


def _siblings(index: int, size: int) -> list[tuple[bool, int, int]]:
    """Whether each sibling is on the left and which entries it stands for, the leaf's own first."""
    covers = [(nodes[0], nodes[-1]) for nodes in inclusion_nodes(index, size)]
    ranges = [(low.index << low.level, (high.index + 1) << high.level) for low, high in covers]
    return [(end <= index, first, end) for first, end in ranges]


def _across(steps: Sequence[Step]) -> list[float]:
    """Where each node on the way stands, the leaf first: right of its parent when its sibling is on the left."""
    turns = [1 if step.is_left else -1 for step in reversed(steps)]
    places = [0, *accumulate(turns)]
    low, high = min(places), max(places)
    stride = min(STRIDE, WANDERS / max(1, high - low))
    return [round(WIDTH / 2 + (place - (low + high) / 2) * stride, 1) for place in reversed(places)]


def _mark(x: float, y: float, value: bytes, is_right: bool) -> Mark:
    """A node on the way, named on the side where no sibling stands."""
    return Mark(x, y, in_short(value), x + 13 if is_right else x - 13, "start" if is_right else "end")


def _sibling(step: Step, parent: Mark) -> Sibling:
    side = -1 if step.is_left else 1
    x, y = parent.x + side * REACH, parent.y + ROW
    half = _half_width(step.end - step.first)
    return Sibling(
        x=round(x, 1),
        y=y,
        hash=in_short(step.sibling),
        name_x=round(x + side * (half + 6), 1),
        anchor="end" if step.is_left else "start",
        many=step.end - step.first,
        outline=_outline(x, y, half, is_one=step.end - step.first == 1),
        branch=f"M{_short(parent.x)} {_short(parent.y)}L{_short(x)} {_short(y - 6)}",
    )


def _half_width(many: int) -> float:
    """A subtree is drawn the wider the more levels it has, within what the names leave."""
    return 7 + min(8, (many - 1).bit_length() * 0.5)


def _outline(x: float, y: float, half: float, *, is_one: bool) -> str:
    square = [(x - 5, y - 6), (x + 5, y - 6), (x + 5, y + 4), (x - 5, y + 4)]
    triangle = [(x, y - 7), (x + half, y + 8), (x - half, y + 8)]
    return " ".join(f"{_short(a)},{_short(b)}" for a, b in (square if is_one else triangle))


def _short(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
