"""Queries that run at every request: Django writes their SQL once, since writing it takes longer than running it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from petition.lib import prepared

Row = TypeVar("Row", bound=models.Model)

# Stand in a queryset where each call puts its first and its second value; no id and no name is like them.
ASKED, ASKED_TOO = -4_611_686_018_427_387_903, -4_611_686_018_427_387_902
_PLACES = {written: place for place, asked in enumerate((ASKED, ASKED_TOO)) for written in (asked, str(asked))}


@dataclass(frozen=True)
class _Shape:
    """Which columns make an instance of which model, and how it is given the instances it points at."""

    model: type[models.Model]
    names: list[str]
    columns: list[int]
    texts: list[int]  # places of JSON, which comes as text: Django reads it itself
    related: list[tuple[Callable[[Any, Any], None], "_Shape"]]


class Rows(Generic[Row]):
    """Finds the rows of a queryset that asks for a value or two, together with those that `select_related` names."""

    def __init__(self, make: Callable[[], QuerySet[Row]], cursor: Callable[[], CursorWrapper] | None = None) -> None:
        self._make = make
        self._cursor = cursor or _own_cursor

    def __call__(self, *values: int | str | list[int]) -> list[Row]:
        sql, parameters, shape = self._compiled
        with self._cursor() as cursor:
            cursor.execute(sql, [values[_PLACES[one]] if one in _PLACES else one for one in parameters])
            return [_built(shape, found) for found in cursor.fetchall()]

    @cached_property
    def _compiled(self) -> tuple[str, Sequence[Any], _Shape]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return sql, parameters, _shape(compiler.klass_info, compiler.select)


class OneRow(Generic[Row]):
    """Finds the one row of a key, or nothing; PostgreSQL plans it once."""

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._rows = Rows(make, prepared.cursor)

    def __call__(self, *values: int | str | list[int]) -> Row | None:
        return next(iter(self._rows(*values)), None)


def _own_cursor() -> CursorWrapper:
    """Of the thread that asks: each has a connection of its own."""
    return connection.cursor()


def _shape(info: Any, select: Sequence[Any]) -> _Shape:
    """What Django's compiler says of its columns."""
    columns = info["select_fields"]
    fields = [select[column][0].target for column in columns]
    names = [field.attname for field in fields]
    texts = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    related = [(one["local_setter"], _shape(one, select)) for one in info.get("related_klass_infos", ())]
    return _Shape(info["model"], names, columns, texts, related)


def _built(shape: _Shape, found: Sequence[Any]) -> Any:
    """The instance as the ORM would make it; None where a foreign key points at nothing."""
    values = [found[column] for column in shape.columns]
    for place in shape.texts:
        values[place] = json.loads(values[place] or "null")
    row = shape.model.from_db(connection.alias, shape.names, values)
    if row.pk is None:
        return None
    for give, related in shape.related:
        give(row, _built(related, found))
    return row
