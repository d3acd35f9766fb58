"""A log's life put into the database's queue as a backlog, to be sequenced by the site's own code."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from letters.ledger import entries as form
from letters.ledger.models import Log, Operation

COPY = "COPY letters_operation (id, log_id, subject, kind, of_id, facts, at, standing) FROM STDIN"


def queue(log: Log, entries: Sequence[bytes], first: int = 0) -> None:
    """Queue operations that ask for these entries, the first of which is number `first` of the log.

    Nothing opens their commitments here, so only what is told from entries can be tested with them.
    """
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows(log, entries, first):
            copy.write_row(row)


def _rows(log: Log, entries: Sequence[bytes], first: int) -> Iterator[tuple[Any, ...]]:
    for number, entry in enumerate(map(form.parse, entries), start=first):
        of, at = form.target_of(entry.fact), datetime.fromtimestamp(entry.time, UTC)
        target = None if of is None else _key(log, of)
        kind, facts, standing = entry.fact.kind, form.facts_of(entry.fact), Operation.Standing.LIVE
        yield _key(log, number), log.pk, number, kind, target, facts, at, standing


def _key(log: Log, number: int) -> int:
    """Far above the keys that the database gives, and in the order of the entries."""
    return (log.pk << 32) + number
