"""The picture of a proof: whatever the log's size, all of the way is drawn, within its frame, and nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from letters.pages.drawing import WIDTH, Drawing, Step, climb, draw
from petition.lib.merkle import Frontier, leaf_hash, node_hash

NAME = 76  # the widest name beside a sibling, in units of the picture

SIZES = some.integers(1, 2**40)
sizes_and_indexes = SIZES.flatmap(lambda size: some.tuples(some.just(size), some.integers(0, size - 1)))


def steps_of(index: int, size: int) -> list[Step]:
    """A proof of the right length for any size; its hashes are of nothing."""
    hashes = (sha256(bytes([level])).digest() for level in range(64))
    length = len(spans(index, size))
    return climb(b"leaf", index, size, [next(hashes) for _ in range(length)])


def spans(index: int, size: int) -> list[tuple[int, int]]:
    """What stands beside the way, from the definition of the tree (RFC 6962, section 2.1)."""
    if size <= 1:
        return []
    middle = 1 << (size - 1).bit_length() - 1
    if index < middle:
        return [*spans(index, middle), (middle, size)]
    return [*((middle + first, middle + end) for first, end in spans(index - middle, size - middle)), (0, middle)]


def places(drawing: Drawing) -> list[tuple[float, float]]:
    return [(mark.x, mark.y) for mark in (drawing.leaf, *drawing.between, drawing.root)]


@pytest.mark.parametrize(("index", "size"), [(0, 2), (6, 7), (3, 7), (999_999, 1_000_000), (0, 1_000_000)])
def test_each_sibling_stands_for_the_entries_beside_the_way(index: int, size: int) -> None:
    assert [(step.first, step.end) for step in steps_of(index, size)] == spans(index, size)


def test_hashed_on_its_proper_side_the_way_ends_at_the_root() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(7)]
    tree = Frontier()
    tree.extend(leaves)
    proof = [node_hash(leaves[4], leaves[5]), node_hash(node_hash(*leaves[:2]), node_hash(*leaves[2:4]))]

    steps = climb(leaves[6], 6, 7, proof)

    assert steps[-1].parent == tree.root()


def test_the_only_entry_is_the_root_itself() -> None:
    drawing = draw(b"leaf", [])

    assert drawing.leaf == drawing.root
    assert drawing.siblings == []
    assert drawing.between == []


def test_a_million_entries_need_twenty_rows() -> None:
    drawing = draw(b"leaf", steps_of(0, 1_000_000))

    assert len(drawing.siblings) == 20
    assert drawing.siblings[-1].many == 1_000_000 - 2**19


@given(sizes_and_indexes)
def test_everything_and_its_name_lie_within_the_frame(asked: tuple[int, int]) -> None:
    size, index = asked
    drawing = draw(b"leaf", steps_of(index, size))

    for sibling in drawing.siblings:
        far = sibling.name_x + (NAME if sibling.anchor == "start" else -NAME)
        assert min(far, sibling.x) >= 0
        assert max(far, sibling.x) <= WIDTH
        assert 0 < sibling.y < drawing.height
    assert all(0 < x < WIDTH and 0 < y < drawing.height for x, y in places(drawing))


@given(sizes_and_indexes)
def test_a_sibling_stands_on_the_side_where_its_entries_are(asked: tuple[int, int]) -> None:
    size, index = asked
    steps = steps_of(index, size)
    way = places(draw(b"leaf", steps))

    for step, sibling, (x, _) in zip(steps, draw(b"leaf", steps).siblings, way, strict=False):
        assert (sibling.x < x) == (step.end <= index)


@given(sizes_and_indexes)
def test_each_row_is_higher_than_the_last(asked: tuple[int, int]) -> None:
    size, index = asked
    heights = [y for _, y in places(draw(b"leaf", steps_of(index, size)))]

    assert size == 1 or heights == sorted(set(heights), reverse=True)
