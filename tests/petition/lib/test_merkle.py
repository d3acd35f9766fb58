import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, parents, root_of
from tests.letters.ledger.vectors import LEAVES, ROOTS, VECTORS
from tests.petition.lib import rfc6962
from tests.petition.lib.trees import ENTRIES, hashes

PUBLISHED = [bytes.fromhex(leaf) for leaf in VECTORS["rfc6962"]["leaves_hex"]]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of(hashes(PUBLISHED[:size])).hex() == VECTORS["rfc6962"]["roots"][size]


@pytest.mark.parametrize("size", range(9))
def test_a_letters_log_has_the_published_roots(size: int) -> None:
    assert root_of(LEAVES[:size]) == ROOTS[size]


@given(ENTRIES)
def test_a_root_is_the_one_that_the_definition_gives(entries: list[bytes]) -> None:
    assert root_of(hashes(entries)) == rfc6962.tree_hash(entries)


@given(ENTRIES)
def test_a_root_is_the_one_that_another_program_gives(entries: list[bytes]) -> None:
    other = pymerkle.InmemoryTree.init_from_entries(entries, algorithm="sha256")
    assert root_of(hashes(entries)) == other.get_root()


@given(ENTRIES, st.data())
def test_a_tree_grown_in_pieces_is_the_tree_grown_at_once(entries: list[bytes], data: st.DataObject) -> None:
    leaves, frontier = hashes(entries), Frontier()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(leaves)), max_size=5)))
    for start, end in zip([0, *cuts], [*cuts, len(leaves)], strict=True):
        frontier.extend(leaves[start:end])
    assert frontier.root() == root_of(leaves)
    assert frontier.size == len(leaves)


@given(ENTRIES)
def test_leaves_added_one_by_one_make_the_same_frontier(entries: list[bytes]) -> None:
    one_by_one, at_once = Frontier(), Frontier()
    at_once.extend(hashes(entries))
    for leaf in hashes(entries):
        one_by_one.append(leaf)
    assert one_by_one == at_once


@given(ENTRIES)
def test_a_stored_frontier_goes_on_growing(entries: list[bytes]) -> None:
    frontier = Frontier()
    frontier.extend(hashes(entries))
    stored = Frontier.from_bytes(frontier.size, frontier.to_bytes())
    stored.append(leaf_hash(b"next"))
    assert stored.root() == rfc6962.tree_hash([*entries, b"next"])


def test_peaks_are_the_perfect_subtrees_from_the_largest_on() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:7])
    assert frontier.peaks == (ROOTS[4], node_hash(LEAVES[4], LEAVES[5]), LEAVES[6])


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == ROOTS[0]


@pytest.mark.parametrize(("size", "length"), [(1, 0), (0, 32), (3, 32), (4, 64), (1, 31), (-1, 32)])
def test_a_frontier_of_the_wrong_length_is_refused(size: int, length: int) -> None:
    with pytest.raises(ValueError, match=r"peaks|whole hashes"):
        Frontier.from_bytes(size, bytes(length))


def test_leaves_and_nodes_never_share_a_hash() -> None:
    """Otherwise the two halves of a tree could pass for one entry of 64 bytes."""
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])


def test_a_row_of_odd_length_has_no_parents() -> None:
    with pytest.raises(ValueError, match="zip"):
        parents(LEAVES[:3])
