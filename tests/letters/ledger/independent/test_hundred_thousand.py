"""One log of 100,000 entries, and four programs of four hands: what ours says of it, they say too."""

from pathlib import Path

import metamorphic_log
import pymerkle
import pytest

from petition.lib import merkle
from tests.letters.ledger.independent.making import KEY, make_log, mixture, put
from tests.letters.ledger.independent.programs import Go, sigstore
from tests.letters.ledger.independent.proving import Tree

SIZE = 100_000
EARLIER = (1, 65_536, 99_999)
INDEXES = (0, 255, 65_536, SIZE - 1)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(mixture(SIZE))


def test_go_reads_all_of_it(go: Go, tree: Tree, tmp_path: Path) -> None:
    make_log(tmp_path, tree.entries)
    earlier = [put(tmp_path, f"at-{size}", tree.note(size).encode()) for size in EARLIER]

    verdict = go(tmp_path, earlier=earlier)

    assert verdict.holds, verdict.words
    assert f"{SIZE} entries, 394 tiles authenticated" in verdict.words
    assert "consistent with 3 earlier checkpoints" in verdict.words


def test_sigstore_finds_receipts_in_it(tree: Tree, tmp_path: Path) -> None:
    receipts = [put(tmp_path, str(index), tree.receipt(index, SIZE).encode()) for index in INDEXES]

    verdict = sigstore(KEY.vkey, *receipts)

    assert verdict.holds, verdict.words


def test_rust_follows_its_growth_and_finds_entries(tree: Tree) -> None:
    note = tree.note(SIZE)

    for old in EARLIER:
        metamorphic_log.checkpoint_verify_consistency(tree.note(old), note, [KEY.vkey], tree.consistency(old, SIZE))
    for index in INDEXES:
        proof = tree.inclusion(index, SIZE)
        metamorphic_log.checkpoint_verify_inclusion(note, [KEY.vkey], index, tree.leaves[index], proof)


def test_pymerkle_builds_the_same_tree(tree: Tree) -> None:
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    theirs.append_entries(tree.entries)

    assert theirs.get_root() == merkle.root_of(tree.leaves)
    for index in INDEXES:
        # It counts from one, and begins a path with the leaf itself.
        assert theirs.prove_inclusion(index + 1).path[1:] == tree.inclusion(index, SIZE)
