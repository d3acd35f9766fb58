"""The hashes inside a log's tree, read from as few rows as there are."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Q

from letters.ledger import tiling
from letters.ledger.models import Log, Tile
from petition.lib.merkle import HASH_BYTES, Node, Plan
from petition.lib.tiles import HEIGHT, WIDTH, node_from, tile_of

Place = tuple[int, int]  # level and number of a tile


def nodes_of(log: Log, plan: Plan) -> dict[Node, bytes]:
    """The hash of every node that a proof is folded from."""
    nodes = list(chain.from_iterable(plan))
    full = _full_tiles(log, {tile_of(node)[:2] for node in nodes})
    return {node: _node(log, node, full) for node in nodes}


def _node(log: Log, node: Node, full: dict[Place, bytes]) -> bytes:
    level, number, first, end = tile_of(node)
    data = full.get((level, number))
    if data is None:  # the tile on the right edge is made from what lies below it
        start = number * WIDTH
        return node_from(tiling.hashes(log.pk, level, start + first, start + end))
    return node_from([data[at : at + HASH_BYTES] for at in range(first * HASH_BYTES, end * HASH_BYTES, HASH_BYTES)])


def _full_tiles(log: Log, places: Iterable[Place]) -> dict[Place, bytes]:
    full = [(level, number) for level, number in places if (number + 1) << (HEIGHT * (level + 1)) <= log.size]
    if not full:
        return {}
    either = Q()
    for level, number in full:
        either |= Q(level=level, number=number)
    rows = Tile.objects.filter(either, log=log).values_list("level", "number", "hashes")
    return {(level, number): bytes(hashes) for level, number, hashes in rows}
