import csv
import io
from datetime import UTC, date, datetime
from itertools import count, islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.download import csv_lines, in_pieces

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(*rows: list[Any]) -> list[list[str]]:
    """The table as a spreadsheet would see it, without its header."""
    text = "".join(csv_lines(["name"], rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


@pytest.mark.parametrize("start", [*DANGEROUS, "＝", "＠"])
def test_no_cell_begins_a_formula(start: str) -> None:
    assert read([f"{start}HYPERLINK(1)"]) == [[f"'{start}HYPERLINK(1)"]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_whatever_was_typed_runs_nothing_and_is_kept(cells: list[str]) -> None:
    [row] = read(list(cells))
    assert not any(cell.startswith(DANGEROUS) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]


@pytest.mark.parametrize("separator", [",", ";", "\t", '"', "\r\n"])
def test_a_separator_in_a_cell_opens_no_other(separator: str) -> None:
    line = list(csv_lines(["name"], [[f"Ada{separator}=1+1"]]))[1]
    assert line.startswith('"')
    assert read([f"Ada{separator}=1+1"]) == [[f"Ada{separator}=1+1"]]


def test_a_header_is_as_safe_as_a_row() -> None:
    assert next(csv_lines(["=name"], [])) == '\ufeff"\'=name"\r\n'


def test_numbers_moments_and_gaps_are_plain() -> None:
    moment = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    assert read([-5, None, moment, date(2026, 3, 14)]) == [["-5", "", "2026-03-14T12:00:00+00:00", "2026-03-14"]]


def test_rows_are_read_one_by_one() -> None:
    endless = csv_lines(["number"], ([number] for number in count()))
    assert list(islice(endless, 3)) == ['\ufeff"number"\r\n', '"0"\r\n', '"1"\r\n']


def test_pieces_are_the_lines_and_nothing_else() -> None:
    lines = [f"{n}\n" for n in range(1_200)]

    pieces = list(in_pieces(iter(lines)))

    assert (b"".join(pieces).decode(), len(pieces)) == ("".join(lines), 3)
