import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.merkle import (
    EMPTY_ROOT,
    BadProof,
    Node,
    consistency_nodes,
    inclusion_nodes,
    prove,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.letters.ledger.vectors import LEAVES, ROOTS, VECTORS, decoded
from tests.petition.lib import rfc6962
from tests.petition.lib.trees import hashes, nodes_of

INCLUSION = decoded(*VECTORS["inclusion_1_in_8"])
CONSISTENCY = decoded(*VECTORS["consistency_3_8"])
GROWN = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


def test_the_published_inclusion_proof_is_made_and_believed() -> None:
    assert prove(inclusion_nodes(1, 8), nodes_of(LEAVES)) == INCLUSION
    verify_inclusion(LEAVES[1], 1, 8, INCLUSION, ROOTS[8])


def test_the_published_consistency_proof_is_made_and_believed() -> None:
    assert prove(consistency_nodes(3, 8), nodes_of(LEAVES)) == CONSISTENCY
    verify_consistency(3, ROOTS[3], 8, ROOTS[8], CONSISTENCY)


@given(GROWN, st.data())
def test_an_inclusion_proof_is_the_one_that_the_definition_gives(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    proof = prove(inclusion_nodes(index, len(entries)), nodes_of(hashes(entries)))
    assert proof == rfc6962.path(index, entries)
    verify_inclusion(hashes(entries)[index], index, len(entries), proof, rfc6962.tree_hash(entries))


@given(GROWN, st.data())
def test_a_consistency_proof_is_the_one_that_the_definition_gives(entries: list[bytes], data: st.DataObject) -> None:
    old, new = data.draw(st.integers(1, len(entries))), len(entries)
    proof = prove(consistency_nodes(old, new), nodes_of(hashes(entries)))
    assert proof == rfc6962.proof(old, entries)
    verify_consistency(old, rfc6962.tree_hash(entries[:old]), new, rfc6962.tree_hash(entries), proof)


@pytest.mark.parametrize("size", range(1, 40))
def test_every_proof_of_every_small_tree_is_made_and_believed(size: int) -> None:
    entries = [bytes([number]) for number in range(size)]
    leaves, root = hashes(entries), rfc6962.tree_hash(entries)
    nodes = nodes_of(leaves)
    for index in range(size):
        verify_inclusion(leaves[index], index, size, prove(inclusion_nodes(index, size), nodes), root)
    for old in range(1, size + 1):
        proof = prove(consistency_nodes(old, size), nodes)
        verify_consistency(old, rfc6962.tree_hash(entries[:old]), size, root, proof)


@given(GROWN, st.data())
def test_another_program_proves_the_same(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    other = pymerkle.InmemoryTree.init_from_entries(entries, algorithm="sha256")
    leaf, *path = other.prove_inclusion(index + 1).path
    assert path == prove(inclusion_nodes(index, len(entries)), nodes_of(hashes(entries)))
    verify_inclusion(leaf, index, len(entries), path, other.get_root())


@given(GROWN, st.data())
def test_no_proof_survives_a_flipped_bit(entries: list[bytes], data: st.DataObject) -> None:
    index, size = data.draw(st.integers(0, len(entries) - 1)), len(entries)
    hidden = [hashes(entries)[index], *rfc6962.path(index, entries), rfc6962.tree_hash(entries)]
    place, bit = data.draw(st.integers(0, len(hidden) - 1)), data.draw(st.integers(0, 255))
    hidden[place] = (int.from_bytes(hidden[place], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(BadProof, match="another root"):
        verify_inclusion(hidden[0], index, size, hidden[1:-1], hidden[-1])


@given(GROWN, st.data())
def test_no_growth_survives_a_flipped_bit(entries: list[bytes], data: st.DataObject) -> None:
    old, new = data.draw(st.integers(1, len(entries))), len(entries)
    hidden = [rfc6962.tree_hash(entries[:old]), *rfc6962.proof(old, entries), rfc6962.tree_hash(entries)]
    place, bit = data.draw(st.integers(0, len(hidden) - 1)), data.draw(st.integers(0, 255))
    hidden[place] = (int.from_bytes(hidden[place], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(BadProof, match="root"):
        verify_consistency(old, hidden[0], new, hidden[-1], hidden[1:-1])


@given(GROWN, st.data())
def test_an_entry_is_proved_at_its_own_place_alone(entries: list[bytes], data: st.DataObject) -> None:
    unique = [bytes([place]) + entry for place, entry in enumerate(entries)]
    index, claimed = (data.draw(st.integers(0, len(unique) - 1)) for _ in range(2))
    if index == claimed:
        return
    with pytest.raises(BadProof):
        verify_inclusion(
            hashes(unique)[index], claimed, len(unique), rfc6962.path(index, unique), rfc6962.tree_hash(unique)
        )


@pytest.mark.parametrize("proof", [INCLUSION[:-1], INCLUSION[1:], [*INCLUSION, ROOTS[3]], [], [INCLUSION[0][:31]] * 3])
def test_an_inclusion_proof_of_another_length_is_refused(proof: list[bytes]) -> None:
    with pytest.raises(BadProof):
        verify_inclusion(LEAVES[1], 1, 8, proof, ROOTS[8])


@pytest.mark.parametrize("proof", [CONSISTENCY[:-1], CONSISTENCY[1:], [*CONSISTENCY, ROOTS[3]], [], [b""] * 4])
def test_a_consistency_proof_of_another_length_is_refused(proof: list[bytes]) -> None:
    with pytest.raises(BadProof):
        verify_consistency(3, ROOTS[3], 8, ROOTS[8], proof)


@pytest.mark.parametrize(("index", "size"), [(8, 8), (9, 8), (-1, 8), (0, 0), (0, -1)])
def test_a_leaf_outside_the_tree_is_neither_proved_nor_believed(index: int, size: int) -> None:
    with pytest.raises(BadProof):
        verify_inclusion(LEAVES[0], index, size, INCLUSION, ROOTS[8])
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_nodes(index, size)


@pytest.mark.parametrize(("old", "new"), [(8, 3), (-1, 8), (1, 0)])
def test_a_tree_never_shrinks(old: int, new: int) -> None:
    with pytest.raises(BadProof, match="shrunk"):
        verify_consistency(old, ROOTS[8], new, ROOTS[3], CONSISTENCY)
    with pytest.raises(ValueError, match="does not grow"):
        consistency_nodes(old, new)


def test_every_tree_has_grown_from_the_empty_one_and_from_itself() -> None:
    verify_consistency(0, EMPTY_ROOT, 8, ROOTS[8], [])
    verify_consistency(8, ROOTS[8], 8, ROOTS[8], [])
    assert consistency_nodes(0, 8) == consistency_nodes(8, 8) == []


@pytest.mark.parametrize(("old", "root", "proof"), [(0, ROOTS[8], []), (8, ROOTS[7], []), (8, ROOTS[8], CONSISTENCY)])
def test_growth_from_nothing_or_itself_needs_the_right_root_and_no_proof(
    old: int, root: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(BadProof):
        verify_consistency(old, root, 8, ROOTS[8], proof)


def test_a_large_tree_is_proved_from_a_few_nodes() -> None:
    plan = inclusion_nodes(1_234_567, 10_000_000)
    assert len(plan) <= 24
    assert sum(map(len, plan)) <= 24 + (10_000_000).bit_count()
    assert all(node.index << node.level < 10_000_000 for group in plan for node in group)


def test_a_hash_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(KeyError) as missing:
        prove(inclusion_nodes(1, 8), {Node(0, 0): LEAVES[0]})
    assert missing.value.args == (Node(1, 1),)


def test_a_second_preimage_across_levels_is_refused() -> None:
    """An inner node is no leaf: a proof from its height on is as long as a smaller tree's, and still fails."""
    inner = root_of(LEAVES[:2])
    with pytest.raises(BadProof):
        verify_inclusion(inner, 0, 8, INCLUSION[1:], ROOTS[8])
