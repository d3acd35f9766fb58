"""Tiles of hashes: full ones are written once, the others are made from what lies below them."""

from django.db import connection

from letters.ledger.models import Tile
from petition.lib.merkle import leaf_hash
from petition.lib.tiles import WIDTH, node_from

BODIES = "SELECT body FROM letters_entry WHERE log_id = %s AND index >= %s AND index < %s ORDER BY index"
ROOTS = """
    SELECT root FROM letters_tile WHERE log_id = %s AND level = %s AND number >= %s AND number < %s ORDER BY number
"""


def write_full_tiles(log_id: int, size: int, leaves: list[bytes]) -> None:
    """Write the tiles that new leaves fill up, at every level; `size` is the log's before them."""
    level, fresh = 0, leaves
    while (size + len(fresh)) // WIDTH > size // WIDTH:
        number, begun = divmod(size, WIDTH)
        row = hashes(log_id, level, size - begun, size) + fresh
        cuts = range(0, len(row) - len(row) % WIDTH, WIDTH)
        tiles = [_tile(log_id, level, number + cut // WIDTH, row[cut : cut + WIDTH]) for cut in cuts]
        Tile.objects.bulk_create(tiles)
        level, size, fresh = level + 1, number, [bytes(tile.root) for tile in tiles]


def _tile(log_id: int, level: int, number: int, row: list[bytes]) -> Tile:
    return Tile(log_id=log_id, level=level, number=number, hashes=b"".join(row), root=node_from(row))


def hashes(log_id: int, level: int, first: int, end: int) -> list[bytes]:
    """Hashes of a level of tiles from `first` up to, not including, `end`: of entries, or of the full tiles below."""
    if first == end:
        return []
    if level == 0:
        return [leaf_hash(body) for body in bodies(log_id, first, end)]
    return _column(ROOTS, [log_id, level - 1, first, end])


def bodies(log_id: int, first: int, end: int) -> list[bytes]:
    """The entries from `first` up to, not including, `end`."""
    return _column(BODIES, [log_id, first, end])


def _column(statement: str, asked: list[int]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [bytes(value) for (value,) in cursor.fetchall()]
