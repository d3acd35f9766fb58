"""Writes down that a mail went out while the conversation about the next one goes on: a commit waits for a disk."""

import select
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

import psycopg
from django.db import connection
from django.utils import timezone
from psycopg.pq import ExecStatus

from petition.outbox import endings
from petition.outbox.models import Message

_NAME = b"outbox_note_sent"
_SENT = endings.SENT.replace("%s", "${}").format(1, 2, 3).encode()  # as the database itself numbers values

Connection = psycopg.Connection[Any]

_prepared: WeakSet[Connection] = WeakSet()


class Notes:
    """Holds one mail that is not noted yet; nothing else may be asked of the database while that is written."""

    def __init__(self) -> None:
        self._due: tuple[Message, str] | None = None

    def __enter__(self) -> Self:
        _look_after_what_is_prepared()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.settle()

    def add(self, message: Message, provider_id: str) -> None:
        """What just went out; the one before it must be settled."""
        self._due = message, provider_id

    @contextmanager
    def written_meanwhile(self) -> Iterator[None]:
        """Before the next mail goes, the database has the news of the last one, whatever becomes of this process."""
        asked = _ask(*self._due) if self._due else None
        try:
            yield
        finally:
            if asked and _has_done_it(asked):
                self._due = None
            self.settle()

    def settle(self) -> None:
        """Wait until everything that went out is noted; insists while the lease lasts, as `endings.sent` says."""
        due, self._due = self._due, None
        if due:
            endings.sent(*due)


def _look_after_what_is_prepared() -> None:
    """A rollback since the last batch, as of a sweep that fails, has dropped it; the first note would come too late."""
    own: Connection | None = connection.connection
    if own is None or own not in _prepared or connection.in_atomic_block:
        return
    with suppress(psycopg.Error):
        if own.pgconn.describe_prepared(_NAME).status == ExecStatus.COMMAND_OK:
            return
    _prepared.discard(own)


def _ask(message: Message, provider_id: str) -> Connection | None:
    """Hand the statement to the database without waiting for its answer; None where it was not taken.

    Inside a transaction there is no commit to wait for, and a failure would spoil it.
    """
    own: Connection | None = connection.connection
    if own is None or connection.in_atomic_block:
        return None
    values = (timezone.now().isoformat(), provider_id[: endings.LONGEST_ID], str(message.pk))
    try:
        _send(own, [value.encode() for value in values])
        while own.pgconn.flush():
            select.select([], [own.fileno()], [])
    except psycopg.Error:
        return None
    return own


def _send(own: Connection, values: Sequence[bytes]) -> None:
    if own.prepare_threshold is None:  # a pooler stands between, which may give each statement another connection
        own.pgconn.send_query_params(_SENT, values)
        return
    if own not in _prepared:
        own.pgconn.prepare(_NAME, _SENT)
        _prepared.add(own)
    own.pgconn.send_query_prepared(_NAME, values)


def _has_done_it(asked: Connection) -> bool:
    """After a rollback psycopg drops what was prepared; then it is prepared anew for the next one."""
    is_done = [result.status for result in iter(asked.pgconn.get_result, None)] == [ExecStatus.COMMAND_OK]
    if not is_done:
        _prepared.discard(asked)
    return is_done
