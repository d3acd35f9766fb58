"""A ZIP that is written while it is sent, so that it needs no more memory than one piece of it."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile


class _Pipe:
    """A file that can only be written on; what was written is taken off at the other end."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, piece: bytes, /) -> int:
        self._written += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """What is written last is taken off after this."""

    def take(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken


def zipped(files: Iterable[tuple[str, Iterable[str]]]) -> Iterator[bytes]:
    """Names with texts become an archive."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        for name, lines in files:
            with archive.open(name, "w") as file:
                for line in lines:
                    file.write(line.encode())
                    if piece := pipe.take():
                        yield piece
    yield pipe.take()
