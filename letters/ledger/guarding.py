"""A log never goes back: what is known of it here and outside is compared before anything is added to it.

A database that was restored from a backup, or that took over without the last transactions, would sign other entries
under numbers that somebody has seen. So each process remembers sizes, asks the outside copy before it first adds to a
log and whenever another server answers as the database, and heeds what witnesses and the sweeps object to.
"""

import logging
import re
import threading
import time
from typing import NamedTuple
from weakref import WeakSet

from django.conf import settings
from django.db import connection

from letters.ledger import outside
from letters.ledger.models import Checkpoint, Log, Objection
from petition.lib import notes

COPY = "the outside copy"

# How old the objections may be that a process goes by: one small query in that many seconds.
HEEDED_FOR = 2.0
# So long the copy is left alone after it could not be read; meanwhile signing goes on.
COPY_LEFT_ALONE_FOR = 30.0
# Logs remembered by a process, some 200 bytes each; beyond that it begins anew and asks the copy again.
MOST_REMEMBERED = 50_000

_SITE = re.compile(r"[^/]+/log(/[0-9]+)?")  # the origin of the site's own log, or of one that follows it

logger = logging.getLogger(__name__)

Key = tuple[int, str]


class WentBack(Exception):
    """More is known of a log than this database holds, or something else."""

    def __init__(self, origin: str, size: int, known: int, by: str) -> None:
        has = f"has seen {known}" if known > size else f"has seen others among the first {known}"
        super().__init__(
            f"The log {origin} has {size} entries here, but {by} {has}. Nothing is added to it until {_way_on(origin)}."
        )
        self.origin, self.size, self.known, self.by = origin, size, known, by


def _way_on(origin: str) -> str:
    if _SITE.fullmatch(origin):
        return "another log follows it (manage.py log rotate --site)"
    return "the missing ones are brought back (manage.py log import) or another log follows it (manage.py log rotate)"


class Heeded(NamedTuple):
    """An objection as the hot path needs it."""

    log_id: int
    kind: str
    origin: str
    size: int
    known: int
    contradicts: bool
    by: str

    def holds_at(self, size: int) -> bool:
        return self.contradicts or self.known > size


class Guard:
    """What one process knows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[Key, int] = {}
        self._compared: set[Key] = set()  # with the copy, since this server answers as the database
        self._connections: WeakSet[object] = WeakSet()
        self._server: object = None
        self._heeded: list[Heeded] = []
        self._heeded_until = self._copy_away_until = 0.0

    def check(self, log_id: int, origin: str, size: int) -> None:
        key = (log_id, origin)
        if size < (seen := self._seen.get(key, 0)):
            raise WentBack(origin, size, seen, "this process")
        self._meet_the_server()
        if key not in self._compared:
            self._compare(key, size)
        for objection in self._objections():
            ours = size if objection.log_id == log_id else objection.size
            if objection.log_id == log_id or objection.kind == Log.Kind.SITE:
                _heed(objection, ours)

    def remember(self, log_id: int, origin: str, size: int) -> None:
        with self._lock:
            if len(self._seen) >= MOST_REMEMBERED:
                self._seen.clear()
                self._compared.clear()
            self._seen[log_id, origin] = max(size, self._seen.get((log_id, origin), 0))

    def _meet_the_server(self) -> None:
        """Notice on each new connection whether it leads to the server known so far: one that was restored, or took
        over from another, has started at another time."""
        if connection.connection in self._connections:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_postmaster_start_time()")
            (server,) = cursor.fetchone()
        with self._lock:
            if server != self._server:
                self._server, self._heeded_until = server, 0.0
                self._compared.clear()
            self._connections.add(connection.connection)

    def _compare(self, key: Key, size: int) -> None:
        """Ask the copy once; when it is away, signing goes on, and it is asked again after a while."""
        if time.monotonic() < self._copy_away_until:
            return
        try:
            difference = differing(*key, size)
        except (outside.Away, notes.BadNote) as error:
            self._copy_away_until = time.monotonic() + COPY_LEFT_ALONE_FOR
            logger.error("The outside copy of %s can't be read: %s", key[1], error)
            return
        if difference is not None:
            raise WentBack(key[1], size, difference, COPY)
        self._compared.add(key)

    def _objections(self) -> list[Heeded]:
        if time.monotonic() >= self._heeded_until:
            self._heeded = heeded()
            self._heeded_until = time.monotonic() + HEEDED_FOR
        return self._heeded


def _heed(objection: Heeded, size: int) -> None:
    if objection.holds_at(size):
        raise WentBack(objection.origin, size, objection.known, objection.by)


def differing(log_id: int, origin: str, size: int) -> int | None:
    """The size that the copy knows of a log where that is more than is here, or where it has another root."""
    storage = outside.place()
    known = outside.newest(storage, origin) if storage else None
    return None if known is None or is_ours(log_id, known, size) else known.size


def is_ours(log_id: int, known: notes.Checkpoint, size: int) -> bool:
    """Whether a log of this size once had that checkpoint."""
    shown = Checkpoint.objects.filter(log=log_id, size=known.size, root=known.root)
    return known.size <= size and shown.exists()


def heeded() -> list[Heeded]:
    """The objections that count: of whoever is still asked, against logs that still grow."""
    heard = [COPY] if outside.place() else []
    heard += [witness.name for witness in settings.WITNESSES]
    rows = Objection.objects.filter(by__in=heard, log__closed_at=None).order_by("id")
    columns = ("log_id", "log__kind", "log__origin", "log__size", "known", "contradicts", "by")
    return [one for row in rows.values_list(*columns) if (one := Heeded(*row)).holds_at(one.size)]


def object_to(log: Log, *, by: str, known: int) -> None:
    """Write down that somebody knows more than the log's size as it was read, or something else up to there."""
    values = {"known": known, "contradicts": known <= log.size}
    Objection.objects.update_or_create(log=log, by=by, defaults=values)
    logger.critical("%s", WentBack(log.origin, log.size, known, by))


def agree(log: Log, *, by: str) -> None:
    """Whoever objected now knows the log as it is here."""
    Objection.objects.filter(log=log, by=by).delete()


_guard = Guard()


def check(log_id: int, origin: str, size: int) -> None:
    """Raise WentBack where more entries of the log, or others, are known than the database holds."""
    _guard.check(log_id, origin, size)


def remember(log_id: int, origin: str, size: int) -> None:
    """Know a size that has been committed; a size that a transaction only hoped for would be a false alarm."""
    _guard.remember(log_id, origin, size)
