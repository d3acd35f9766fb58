"""A tree cut into tiles of height 8, and entries into bundles, as in C2SP tlog-tiles ("Merkle Tree", "Log entries").

A hash tile is `width` hashes of 32 bytes; a bundle is up to 256 times a big-endian 16-bit length and that many bytes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from petition.lib.merkle import Node, parents

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1
MOST_ENTRY_BYTES = 2**16 - 1

_MOST_NUMBER = 2**55 - 1  # of the tile that holds the last leaf of a tree of 2**63
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class Tile(NamedTuple):
    """`level` is ENTRIES for a bundle; a tile of less than full width is a prefix of the later full one."""

    level: int
    number: int
    width: int = WIDTH


def path_of(tile: Tile) -> str:
    level = "entries" if tile.level == ENTRIES else str(tile.level)
    part = "" if tile.width == WIDTH else f".p/{tile.width}"
    return f"tile/{level}/{_grouped(tile.number)}{part}"


def parse_path(text: str) -> Tile:
    """The tile of a path; a ValueError unless it is the one path of that tile."""
    match = _PATH.fullmatch(text)
    if not match:
        raise ValueError("not the path of a tile")
    level, number, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(number.replace("x", "").replace("/", "")),
        int(width or WIDTH),
    )
    if tile.number > _MOST_NUMBER or tile.width > WIDTH or path_of(tile) != text:
        raise ValueError("not the path of a tile")
    return tile


def bundle(entries: Iterable[bytes]) -> bytes:
    """The entries one after another; a ValueError for one that is too long."""
    pieces: list[bytes] = []
    for entry in entries:
        if len(entry) > MOST_ENTRY_BYTES:
            raise ValueError(f"an entry of {len(entry)} bytes")
        pieces += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(pieces)


def split_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle; a ValueError if it is cut short or holds more than 256."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
    if at != len(data):
        raise ValueError("the bundle is cut short")
    if len(entries) > WIDTH:
        raise ValueError(f"a bundle of {len(entries)} entries")
    return entries


def tile_of(node: Node) -> tuple[int, int, int, int]:
    """Level and number of the tile that a node is folded from, and its first hash in there and the one behind its last.

    With tile bytes `data` the hashes are those from `data[32 * first]` up to, not including, `data[32 * end]`.
    """
    level, height = divmod(node.level, HEIGHT)
    number, first = divmod(node.index << height, WIDTH)
    return level, number, first, first + (1 << height)


def node_from(hashes: Sequence[bytes]) -> bytes:
    """The root of a perfect subtree; a ValueError unless the hashes are a power of two."""
    row = list(hashes)
    if len(row).bit_count() != 1:
        raise ValueError(f"{len(row)} hashes are no perfect subtree")
    while len(row) > 1:
        row = parents(row)
    return row[0]


def _grouped(number: int) -> str:
    groups = f"{number:,}".split(",")
    return "/".join([*(f"x{group:0>3}" for group in groups[:-1]), f"{groups[-1]:0>3}"])
