"""Pages that cost the same however far down they lie: each begins after the last row seen."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import paginator
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from petition.lib.refusal import Refused

Row = TypeVar("Row", bound=models.Model)

LINES_A_PAGE = 50
_MOST_CHARACTERS = 500
_BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[Row]):
    items: list[Row]
    next_cursor: str | None = None
    previous_cursor: str | None = None


@dataclass(frozen=True)
class _Place:
    """A row to start from, and whether to read back towards the top."""

    values: list[Any]
    back: bool


def keyset(
    queryset: QuerySet[Row],
    fields: Sequence[str] = ("-confirmed_at", "-id"),
    cursor: str = "",
    size: int = LINES_A_PAGE,
) -> Page[Row]:
    """One page in the order of `fields`, which together are unique and never null; a bad cursor is `Refused`."""
    place = _read(queryset.model, fields, cursor) if cursor else None
    back = place is not None and place.back
    order = [_reversed(field) for field in fields] if back else list(fields)
    rows = queryset.filter(_after(order, place.values)) if place else queryset
    found = list(rows.order_by(*order)[: size + 1])
    items = found[:size][::-1] if back else found[:size]
    return _page(items, fields, more=len(found) > size, place=place)


def ways(page: Page[Row], address: str, asked: Mapping[str, str] | None = None) -> dict[str, str]:
    """The pages before and after; with their whole address, as a page may also answer a form that went elsewhere."""
    return {"previous": _way(address, asked, page.previous_cursor), "next": _way(address, asked, page.next_cursor)}


def numbered_ways(page: paginator.Page[Any], asked: Mapping[str, str] | None = None) -> dict[str, str]:
    """The pages before and after, where pages have numbers."""
    numbers = {
        "previous": page.previous_page_number() if page.has_previous() else 0,
        "next": page.next_page_number() if page.has_next() else 0,
    }
    return {way: f"?{urlencode({**(asked or {}), 'page': to})}" if to else "" for way, to in numbers.items()}


def _way(address: str, asked: Mapping[str, str] | None, cursor: str | None) -> str:
    return f"{address}?{urlencode({**(asked or {}), 'after': cursor})}" if cursor else ""


def _page(items: list[Row], fields: Sequence[str], *, more: bool, place: _Place | None) -> Page[Row]:
    if not items:
        return Page([])
    back = place is not None and place.back
    has_next, has_previous = (True, more) if back else (more, place is not None)
    return Page(
        items,
        next_cursor=_write(items[-1], fields, back=False) if has_next else None,
        previous_cursor=_write(items[0], fields, back=True) if has_previous else None,
    )


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows past the given one; the first condition stands alone so that an index on the order serves it."""
    past = Q()
    equal = Q()
    for field, value in zip(order, values, strict=True):
        past |= equal & Q(**{f"{_bare(field)}__{_side(field)}": value})
        equal &= Q(**{_bare(field): value})
    return Q(**{f"{_bare(order[0])}__{_side(order[0])}e": values[0]}) & past


def _side(field: str) -> str:
    return "lt" if field.startswith("-") else "gt"


def _bare(field: str) -> str:
    return field.removeprefix("-")


def _reversed(field: str) -> str:
    return _bare(field) if field.startswith("-") else f"-{field}"


def _write(row: models.Model, fields: Sequence[str], *, back: bool) -> str:
    values = [_plain(_value(row, _bare(field))) for field in fields]
    packed = json.dumps([int(back), *values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(model: type[models.Model], fields: Sequence[str], cursor: str) -> _Place:
    """Anybody may write a cursor: each value has to be one its column could hold."""
    try:
        if len(cursor) > _MOST_CHARACTERS:
            raise ValueError("too long")
        back, *values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        pairs = zip(fields, values, strict=True)
        return _Place([_typed(_column(model, _bare(field)), value) for field, value in pairs], back == 1)
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
        raise Refused("bad-cursor") from error


def _column(model: Any, path: str) -> "models.Field[Any, Any]":
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    try:
        column: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return models.BigIntegerField()  # an annotation: in our orders these are counts
    # What the database generates takes any value in Python; the kind of the result says which.
    generated = isinstance(column, models.GeneratedField)
    return column.output_field if generated else column  # type: ignore[no-any-return]


def _typed(column: "models.Field[Any, Any]", value: Any) -> Any:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise TypeError("no scalar")
    if b"\0" in str(value).encode():  # a lone surrogate fails to encode
        raise ValueError("no text PostgreSQL could hold")
    typed = column.to_python(value)
    if isinstance(typed, datetime) and typed.tzinfo is None:
        raise ValueError("no moment without a zone")
    if isinstance(typed, int) and abs(typed) > _BIGGEST:
        raise ValueError("no number PostgreSQL could hold")
    return typed
