"""The browser's trees and proofs are those of RFC 6962, checked against the site's own and a naive one."""

from base64 import b64encode
from hashlib import sha256

from petition.lib.merkle import node_hash, root_of
from tests.journeys.scripts.conftest import Run
from tests.journeys.scripts.proofs import consistency, inclusion
from tests.letters.ledger.vectors import LEAVES, ROOTS, VECTORS
from tests.petition.lib import trees

SIZES = range(1, 36)
MANY = trees.hashes([str(number).encode() for number in range(max(SIZES))])
PROVES = """
const from = (one) => bytes.fromBase64(one);
return Promise.all(cases.map(([leaf, index, size, proof, root]) =>
  merkle.provesInclusion(from(leaf), index, size, proof.map(from), from(root))));
"""
ROOTS_OF = """
const from = (one) => bytes.fromBase64(one);
return Promise.all(cases.map(async ([root, old, size, proof]) => {
  const roots = await merkle.rootsFromConsistency(from(root), old, size, proof.map(from));
  return roots && roots.map(bytes.base64);
}));
"""


def text(data: bytes) -> str:
    return b64encode(data).decode()


def texts(parts: list[bytes]) -> list[str]:
    return [text(part) for part in parts]


def test_leaves_and_nodes_are_hashed_as_the_vectors_say(run: Run) -> None:
    leaves = run(
        "merkle",
        "return Promise.all(entries.map(async (one) => bytes.base64(await merkle.leafHash(bytes.utf8(one)))))",
        entries=VECTORS["entries"],
    )
    assert leaves == texts(LEAVES)


def test_every_entry_of_every_small_tree_is_proven(run: Run) -> None:
    cases = [
        [text(MANY[index]), index, size, texts(inclusion(index, MANY[:size])), text(root_of(MANY[:size]))]
        for size in SIZES
        for index in range(size)
    ]
    assert set(run("merkle", PROVES, cases=cases)) == {True}


def test_a_proof_for_another_place_size_root_or_length_is_none(run: Run) -> None:
    leaf, proof, root = text(MANY[5]), texts(inclusion(5, MANY[:13])), text(root_of(MANY[:13]))
    cases = [
        [leaf, 4, 13, proof, root],
        [leaf, 5, 17, proof, root],
        [leaf, 5, 13, proof, text(root_of(MANY[:12]))],
        [leaf, 5, 13, proof[:-1], root],
        [leaf, 5, 13, [*proof, proof[-1]], root],
        [leaf, 13, 13, proof, root],
        [text(MANY[4]), 5, 13, proof, root],
    ]
    assert run("merkle", PROVES, cases=cases) == [False] * 7


def test_a_tree_of_more_leaves_than_32_bits_can_count_is_no_other_tree(run: Run) -> None:
    leaf, size = sha256(b"last").digest(), 2**40 + 1
    left = sha256(b"all before").digest()
    cases = [[text(leaf), size - 1, size, [text(left)], text(node_hash(left, leaf))]]
    assert run("merkle", PROVES, cases=cases) == [True]


def test_every_growth_of_a_small_tree_gives_both_roots(run: Run) -> None:
    sizes = [(old, size) for size in SIZES for old in range(1, size + 1)]
    cases = [[text(root_of(MANY[:old])), old, size, texts(consistency(old, MANY[:size]))] for old, size in sizes]
    expected = [texts([root_of(MANY[:old]), root_of(MANY[:size])]) for old, size in sizes]
    assert run("merkle", ROOTS_OF, cases=cases) == expected


def test_a_growth_that_is_cut_or_too_long_gives_no_roots(run: Run) -> None:
    old, proof = text(ROOTS[3]), VECTORS["consistency_3_8"]
    cases = [
        [old, 3, 8, proof[:-1]],
        [old, 3, 8, [*proof, proof[0]]],
        [old, 3, 8, []],
        [old, 8, 3, proof],
        [old, 3, 3, proof],
        [old, 0, 8, proof],
    ]
    assert run("merkle", ROOTS_OF, cases=cases) == [None] * 6
