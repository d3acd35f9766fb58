"""A log as files, laid out as it is served: any web server can show them, and any auditor read them from a folder."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from letters.ledger import reading
from letters.ledger.copying import grown
from letters.ledger.keys import vkey
from letters.ledger.models import Log, Opening
from petition.lib.canonical import to_base64
from petition.lib.tiles import WIDTH, path_of

File = tuple[str, bytes]  # the path below the log's own, and what is found there

READABLE = 0o644  # temporary files are their maker's alone


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
        shown = {"openings": [_written(opening) for opening in found]}
        yield f"openings/{number}", json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path, files: Iterable[File]) -> int:
    """Put files into a folder, each whole at any moment, and remove what an earlier export showed and nobody may."""
    written = set()
    for path, data in files:
        put(folder / path, data)
        written.add(path)
    _forget(folder, written)
    return len(written)


def put(path: Path, data: bytes, *, mode: int = READABLE) -> None:
    """Replace a file by a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _forget(folder: Path, kept: set[str]) -> None:
    for name in ("openings", "text"):
        for path in (folder / name).glob("*"):
            if f"{name}/{path.name}" not in kept:
                path.unlink()


def _written(opening: Opening) -> dict[str, object]:
    return {
        "index": opening.latest.index,
        "of": opening.operation.index,
        "salt": to_base64(bytes(opening.salt)),
        "card": opening.card,
        "mail": to_base64(bytes(opening.mail)),
        "control": to_base64(bytes(opening.control)),
    }
