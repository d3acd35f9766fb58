"""Sweeps go through many rows, and what one of them breaks keeps none of the others waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import DatabaseError, connection

Row = TypeVar("Row", int, str)
logger = logging.getLogger(__name__)


class Unfinished(Exception):
    """Some rows of a sweep failed; the log names each, and the next round tries them again."""


def sweep_each(rows: Iterable[Row], sweep: Callable[[Row], int], *, what: str) -> int:
    """Call the sweep for each row, in a transaction that it opens itself; the sum of its answers.

    Whatever a row raises is logged with its number, and the sweep fails once all others had their turn. A database that
    is away fails it at once.
    """
    swept, failed = 0, dict[Row, Exception]()
    for row in rows:
        try:
            swept += sweep(row)
        except Exception as error:
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            logger.exception("To %s %s has failed.", what, row)
            failed[row] = error
    if failed:
        told = f"To {what} has failed for {', '.join(map(str, failed))}; {swept} done."
        raise Unfinished(told) from next(iter(failed.values()))
    return swept
