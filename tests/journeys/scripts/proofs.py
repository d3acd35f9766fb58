"""Proofs about trees of any leaves, made by the plans that the site follows."""

from petition.lib.merkle import consistency_nodes, inclusion_nodes, prove
from tests.petition.lib.trees import nodes_of


def inclusion(index: int, leaves: list[bytes]) -> list[bytes]:
    return prove(inclusion_nodes(index, len(leaves)), nodes_of(leaves))


def consistency(old: int, leaves: list[bytes]) -> list[bytes]:
    return prove(consistency_nodes(old, len(leaves)), nodes_of(leaves))
