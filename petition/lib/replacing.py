"""Files written beside the one they replace, so that whoever reads meets a whole file: the old one or the new one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

READABLE = 0o644  # temporary files are their maker's alone


@contextmanager
def replacing(path: Path, *, mode: int = READABLE) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when the block ends, and leaves nothing behind when it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
