"""Trees for tests: their entries, and the hash of every perfect subtree in them."""

from hypothesis import strategies as st

from petition.lib.merkle import Node, leaf_hash, parents

ENTRIES = st.lists(st.binary(max_size=4), max_size=70)


def hashes(entries: list[bytes]) -> list[bytes]:
    return [leaf_hash(entry) for entry in entries]


def nodes_of(leaves: list[bytes]) -> dict[Node, bytes]:
    nodes, row, level = {}, leaves, 0
    while row:
        nodes |= {Node(level, index): found for index, found in enumerate(row)}
        row, level = parents(row[: len(row) // 2 * 2]), level + 1
    return nodes
