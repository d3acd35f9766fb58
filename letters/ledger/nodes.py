"""The hashes inside a log's tree, all that a proof needs in one question to the database."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db import connection

from letters.ledger.models import Log
from petition.lib.merkle import HASH_BYTES, Node, Plan
from petition.lib.tiles import WIDTH, node_from, tile_of

Place = tuple[int, int]  # level and number of a tile

# A tile on the right edge is not stored and is made from what lies below it; where more lies there than a proof knows
# of, the hashes that it needs come first.
TILES = r"""
    SELECT wanted.level, wanted.number, coalesce(
        (SELECT hashes FROM letters_tile AS tile
          WHERE tile.log_id = %(log)s AND tile.level = wanted.level AND tile.number = wanted.number),
        CASE WHEN wanted.level = 0
             THEN (SELECT string_agg(sha256('\x00'::bytea || body), '' ORDER BY index) FROM letters_entry
                    WHERE log_id = %(log)s
                      AND index >= wanted.number * %(width)s AND index < (wanted.number + 1) * %(width)s)
             ELSE (SELECT string_agg(root, '' ORDER BY below.number) FROM letters_tile AS below
                    WHERE below.log_id = %(log)s AND below.level = wanted.level - 1
                      AND below.number >= wanted.number * %(width)s AND below.number < (wanted.number + 1) * %(width)s)
        END)
      FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[]) AS wanted (level, number)
"""


def nodes_of(log: Log, plan: Plan) -> dict[Node, bytes]:
    """The hash of every node that a proof is folded from."""
    nodes = list(chain.from_iterable(plan))
    tiles = _tiles(log, {tile_of(node)[:2] for node in nodes})
    return {node: _node(node, tiles) for node in nodes}


def _node(node: Node, tiles: dict[Place, bytes]) -> bytes:
    level, number, first, end = tile_of(node)
    data = tiles[level, number]
    return node_from([data[at : at + HASH_BYTES] for at in range(first * HASH_BYTES, end * HASH_BYTES, HASH_BYTES)])


def _tiles(log: Log, places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of tiles as far as they are filled; none for a proof that has none."""
    asked = list(places)
    if not asked:
        return {}
    levels, numbers = zip(*asked, strict=True)
    values: dict[str, Any] = {"log": log.pk, "levels": list(levels), "numbers": list(numbers), "width": WIDTH}
    with connection.cursor() as cursor:
        cursor.execute(TILES, values)
        return {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
