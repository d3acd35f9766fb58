import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from letters.models import Block
from petition.lib.paging import Page, keyset
from petition.lib.refusal import Refused
from tests.moments import NOON

pytestmark = pytest.mark.django_db

NEWEST_FIRST = ("-since", "-id")


@pytest.fixture
def blocks() -> list[str]:
    """Seven rows, newest first; three of them share a moment."""
    hours = [0, 1, 2, 2, 2, 3, 4]
    Block.objects.bulk_create(
        Block(domain=f"d{number}.example", since=NOON + timedelta(hours=hour)) for number, hour in enumerate(hours)
    )
    return [f"d{number}.example" for number in reversed(range(7))]


def page(cursor: str | None = None, size: int = 2, fields: tuple[str, ...] = NEWEST_FIRST) -> Page[Block]:
    return keyset(Block.objects.all(), fields, cursor or "", size)


def names(shown: Page[Block]) -> list[str]:
    return [block.domain for block in shown.items]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_pages_in_a_row_show_each_row_once(blocks: list[str], size: int) -> None:
    shown = page(size=size)
    seen = names(shown)
    while shown.next_cursor:
        shown = page(shown.next_cursor, size)
        seen += names(shown)
    assert seen == blocks


def test_going_back_shows_what_was_shown(blocks: list[str]) -> None:
    first = page()
    second = page(first.next_cursor)
    third = page(second.next_cursor)
    assert names(page(third.previous_cursor)) == names(second) == blocks[2:4]
    assert names(page(page(third.previous_cursor).previous_cursor)) == names(first)


def test_the_first_page_has_nothing_before_and_the_last_nothing_after(blocks: list[str]) -> None:
    back = page(page(page().next_cursor).previous_cursor)
    assert (page().previous_cursor, back.previous_cursor) == (None, None)
    assert page(size=7).next_cursor is None


def test_a_row_that_comes_in_between_moves_no_page(blocks: list[str]) -> None:
    second = page().next_cursor
    Block.objects.create(domain="new.example", since=NOON + timedelta(days=1))
    assert names(page(second)) == blocks[2:4]


def test_orders_may_mix_directions(blocks: list[str]) -> None:
    fields = ("-since", "id")
    shown = page(size=3, fields=fields)
    assert names(shown) + names(page(shown.next_cursor, 4, fields)) == [
        f"d{number}.example" for number in (6, 5, 2, 3, 4, 1, 0)
    ]


def test_an_empty_list_is_one_empty_page() -> None:
    assert page() == Page([])


def test_a_page_deep_down_is_found_by_its_index(blocks: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX since_first ON letters_block (since DESC, id DESC)")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = keyset_plan(page().next_cursor)
    assert "Index Cond: (since <=" in plan
    assert "Sort" not in plan


def keyset_plan(cursor: str | None) -> str:
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with connection.connection.cursor() as raw:
            plans.extend(line for (line,) in raw.execute(f"EXPLAIN {sql}", params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        page(cursor)
    return "\n".join(plans)


def packed(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "ä",
        "a" * 501,
        packed(),
        packed(0),
        packed(0, "2026-01-01T00:00:00+00:00"),
        packed(0, "2026-01-01T00:00:00+00:00", 1, 2),
        packed(0, "2026-01-01T00:00:00", 1),
        packed(0, "yesterday", 1),
        packed(0, None, 1),
        packed(0, ["2026-01-01T00:00:00+00:00"], 1),
        packed(0, "2026-01-01T00:00:00+00:00", "one"),
        packed(0, "2026-01-01T00:00:00+00:00", 2**63),
        packed(0, "2026-01-01T00:00:00+00:00", True),
        packed(0, "2026-01-01T00:00:00+00:00", 1e400),
        packed({"back": 1}, 5, 1),
        "W" * 400,
    ],
)
def test_a_bad_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Refused, match="bad-cursor"):
        page(cursor)


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_text_that_no_table_holds_is_refused(value: str) -> None:
    with pytest.raises(Refused, match="bad-cursor"):
        page(packed(0, value, 1), fields=("domain", "id"))


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda noise: base64.urlsafe_b64encode(noise).decode()))
def test_no_cursor_breaks_a_page(cursor: str) -> None:
    try:
        shown = page(cursor)
    except Refused as refused:
        assert refused.code == "bad-cursor"  # noqa: PT017
    else:
        assert shown.items == []
