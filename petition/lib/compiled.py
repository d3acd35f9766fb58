"""Queries that run at every request: Django writes their SQL once, since writing it takes longer than running it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class _Shape:
    """Which columns make an instance of which model, and how it is given the instances it points at."""

    model: type[models.Model]
    names: list[str]
    columns: list[int]
    related: list[tuple[Callable[[Any, Any], None], "_Shape"]]


class OneRow(Generic[Row]):
    """Finds one row, together with the rows that `select_related` names.

    Made from a queryset whose every parameter is one to be asked with, in the order of the SQL.
    """

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make

    def __call__(self, *values: int | str) -> Row | None:
        sql, shape = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchone()
        row: Row | None = _built(shape, found) if found else None
        return row

    @cached_property
    def _compiled(self) -> tuple[str, _Shape]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        return sql, _shape(compiler.klass_info, compiler.select)


def _shape(info: Any, select: Sequence[Any]) -> _Shape:
    """What Django's compiler says of its columns."""
    columns = info["select_fields"]
    names = [select[column][0].target.attname for column in columns]
    related = [(one["local_setter"], _shape(one, select)) for one in info.get("related_klass_infos", ())]
    return _Shape(info["model"], names, columns, related)


def _built(shape: _Shape, found: Sequence[Any]) -> Any:
    """The instance as the ORM would make it; None where a foreign key points at nothing."""
    row = shape.model.from_db(connection.alias, shape.names, [found[column] for column in shape.columns])
    if row.pk is None:
        return None
    for give, related in shape.related:
        give(row, _built(related, found))
    return row
