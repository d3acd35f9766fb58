"""Receipts made by our code hold before npm's @sigstore/verify and the Rust of metamorphic-log."""

from pathlib import Path

import metamorphic_log
import pytest

from petition.lib.notes import Signer
from tests.letters.ledger.independent.making import KEY, Scribe, put, scribe_of
from tests.letters.ledger.independent.programs import sigstore
from tests.letters.ledger.independent.proving import Tree

SIZE = 1_000
GROWTH = [(1, 255), (255, 256), (256, 257), (300, SIZE), (512, SIZE), (SIZE, SIZE)]


@pytest.fixture(scope="module")
def scribe() -> Scribe:
    return scribe_of(SIZE)


@pytest.fixture(scope="module")
def tree(scribe: Scribe) -> Tree:
    return Tree(scribe.entries)


def test_sigstore_finds_the_entry_of_every_receipt(tree: Tree, tmp_path: Path) -> None:
    wanted = [(0, 1), (0, 2), (254, 255), (255, 256), (256, 257), (300, SIZE), (767, SIZE), (SIZE - 1, SIZE)]
    files = [put(tmp_path, f"{index}-{size}", tree.receipt(index, size).encode()) for index, size in wanted]

    verdict = sigstore(KEY.vkey, *files)

    assert verdict.holds, verdict.words
    assert [f"OK entry {index} is in {KEY.name} at {size}" for index, size in wanted] == verdict.words.splitlines()


def test_sigstore_reads_past_the_opening_of_a_signers_own_receipt(scribe: Scribe, tree: Tree, tmp_path: Path) -> None:
    index = scribe.live[0]
    receipt = tree.receipt(index, SIZE, scribe.held[index].shown)

    assert sigstore(KEY.vkey, put(tmp_path, "own", receipt.encode())).holds


def test_sigstore_refuses_what_was_changed(tree: Tree, tmp_path: Path) -> None:
    honest = tree.receipt(7, SIZE)
    hashes = honest.split("\n\n")[0].split("\n")[3:]
    changed = {
        "index": honest.replace("index 7", "index 8"),
        "entry": honest.replace(honest.split("\n")[1], tree.receipt(8, SIZE).split("\n")[1]),
        "proof": honest.replace(hashes[2], hashes[3]),
        "shorter": honest.replace(f"{hashes[-1]}\n", ""),
        "size": honest.replace(f"{SIZE}\n", f"{SIZE + 1}\n"),
        "checkpoint": honest.split("\n\n", 1)[0] + "\n\n" + tree.note(SIZE - 1),
    }
    assert honest not in changed.values()

    for name, receipt in changed.items():
        assert not sigstore(KEY.vkey, put(tmp_path, name, receipt.encode())).holds, name


def test_sigstore_refuses_another_key_of_the_same_name(tree: Tree, tmp_path: Path) -> None:
    other = Signer(KEY.name, bytes(32))

    assert (
        "invalid checkpoint signature" in sigstore(other.vkey, put(tmp_path, "r", tree.receipt(7, SIZE).encode())).words
    )


def test_rust_finds_entries_below_a_signed_note(tree: Tree) -> None:
    for index, size in [(0, 1), (255, 256), (256, 257), (300, SIZE), (SIZE - 1, SIZE)]:
        proof = tree.inclusion(index, size)
        metamorphic_log.checkpoint_verify_inclusion(tree.note(size), [KEY.vkey], index, tree.leaves[index], proof)

    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify_inclusion(tree.note(size), [KEY.vkey], 0, tree.leaves[index], proof)


@pytest.mark.parametrize(("old", "new"), GROWTH)
def test_rust_follows_the_growth_from_note_to_note(tree: Tree, old: int, new: int) -> None:
    proof = tree.consistency(old, new)

    metamorphic_log.checkpoint_verify_consistency(tree.note(old), tree.note(new), [KEY.vkey], proof)


def test_rust_refuses_the_growth_of_another_history(tree: Tree) -> None:
    other = Tree(scribe_of(SIZE, seed=2).entries)

    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify_consistency(
            tree.note(300), other.note(SIZE), [KEY.vkey], other.consistency(300, SIZE)
        )
