"""Queries that run at every request: Django writes their SQL once, since writing it takes longer than running it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


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
    def _compiled(self) -> tuple[str, Mapping[str, Any]]:
        """The SQL, and which of its columns belong to which model, as Django's compiler lays them out."""
        compiler = self._make().query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        return sql, compiler.klass_info


def _built(shape: Mapping[str, Any], found: Sequence[Any]) -> Any:
    """The instance as the ORM would make it; None where a foreign key points at nothing."""
    model, columns = shape["model"], shape["select_fields"]
    names = [field.attname for field in model._meta.concrete_fields]
    row = model.from_db(connection.alias, names, [found[column] for column in columns])
    if row.pk is None:
        return None
    for related in shape.get("related_klass_infos", ()):
        related["local_setter"](row, _built(related, found))
    return row
