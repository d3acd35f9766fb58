"""A log as files, laid out as it is served: any web server can show them, and any auditor read them from a folder."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from letters.ledger import reading
from letters.ledger.copying import grown
from letters.ledger.keys import vkey
from letters.ledger.models import Log
from letters.ledger.openings import as_published
from petition.lib.replacing import replacing
from petition.lib.tiles import WIDTH, path_of

File = tuple[str, bytes]  # the path below the log's own, and what is found there


def files(log: Log, *, is_shown: bool) -> Iterator[File]:
    """All files of a log; without openings where its letter is not shown. The checkpoint comes last, as in any copy."""
    for tile in grown(0, log.size):
        data = reading.tile(log, tile)
        if data is None:
            raise ValueError(f"{log.origin} has no {path_of(tile)}")
        yield path_of(tile), data
    if is_shown:
        yield from openings(log)
    yield "vkey", f"{vkey(log.origin)}\n".encode()
    cosigned = reading.newest_cosigned(log)
    if cosigned is not None and cosigned <= log.size:
        yield "cosigned", reading.checkpoint_note(log, cosigned).encode()
    yield "checkpoint", reading.checkpoint_note(log, log.size).encode()


def openings(log: Log) -> Iterator[File]:
    """What opens the public signatures in force, bundle by bundle."""
    for number in range(-(-log.size // WIDTH)):
        first = number * WIDTH
        found = reading.openings(log.pk, first, min(first + WIDTH, log.size))
        shown = {"openings": [as_published(opening) for opening in found]}
        yield f"openings/{number}", json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path, files: Iterable[File]) -> int:
    """Put files into a folder, each whole at any moment, and remove what an earlier export showed and nobody may."""
    written = set()
    for path, data in files:
        with replacing(folder / path) as file:
            file.write(data)
        written.add(path)
    _forget(folder, written)
    return len(written)


def _forget(folder: Path, kept: set[str]) -> None:
    for name in ("openings", "text"):
        for path in (folder / name).glob("*"):
            if f"{name}/{path.name}" not in kept:
                path.unlink()
