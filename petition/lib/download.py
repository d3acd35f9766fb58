"""Tables to take away, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

# Excel takes the file for UTF-8 only when it begins so.
_MARK = "\ufeff"

_LINES_A_PIECE = 500  # some 50 kB

# Spreadsheets run a cell that starts like this; the wide twins count as typed on Japanese keyboards.
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """One line per row, each cell quoted, so that a semicolon opens no new cell where spreadsheets split at those."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield _MARK + str(writer.writerow(map(_cell, header)))
    for row in rows:
        yield str(writer.writerow(map(_cell, row)))


def in_pieces(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines together, because a server handles every piece by itself, however short."""
    while piece := "".join(islice(lines, _LINES_A_PIECE)):
        yield piece.encode()


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_STARTERS) else text
