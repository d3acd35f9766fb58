"""How many workers may be sending to one domain at once, where the operator limits it.

Held in rows and not in locks of a connection, so that it works behind a pooler of connections too.
"""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from petition.outbox import stopping
from petition.outbox.leases import longest
from petition.outbox.models import Line

RENEWED_EVERY = timedelta(seconds=5)
# A worker with nothing else to send waits for a line for about as long as another's batch takes.
PATIENCE, ASKED_EVERY = 1.0, 0.05  # seconds

# By the database's clock, since workers may run on several machines. Any free line will do: were it always the first,
# two workers would ask for the same one.
_TAKE = """
WITH free AS (
    SELECT DISTINCT ON (wanted.domain) wanted.domain, numbered.number
    FROM unnest(%(domains)s::varchar[]) AS wanted (domain)
    CROSS JOIN generate_series(1, %(most)s) AS numbered (number)
    LEFT JOIN outbox_line AS line ON line.domain = wanted.domain AND line.number = numbered.number
    WHERE line.taken_until IS NULL OR line.taken_until <= clock_timestamp()
    ORDER BY wanted.domain, random()
)
INSERT INTO outbox_line AS line (domain, number, taken_until)
SELECT domain, number, clock_timestamp() + %(lease)s FROM free ORDER BY domain
ON CONFLICT (domain, number) DO UPDATE SET taken_until = excluded.taken_until
WHERE line.taken_until <= clock_timestamp()
RETURNING id, domain, taken_until
"""
_RENEW = """
UPDATE outbox_line AS line SET taken_until = clock_timestamp() + %(lease)s
FROM unnest(%(ids)s::bigint[], %(held)s::timestamptz[]) AS ours (id, held)
WHERE line.id = ours.id AND line.taken_until = ours.held RETURNING line.id, domain, taken_until
"""
_HANG_UP = """
DELETE FROM outbox_line AS line USING unnest(%(ids)s::bigint[], %(held)s::timestamptz[]) AS ours (id, held)
WHERE line.id = ours.id AND line.taken_until = ours.held
"""


class Lines:
    """Those that one batch holds, one to each domain at most; without a limit none is asked for."""

    def __init__(self, domains: Collection[str]) -> None:
        self._are_limited = settings.MAIL_CONNECTIONS_TO_A_DOMAIN > 0
        self._held: dict[str, tuple[int, datetime]] = {}
        self._renew_at = timezone.now() + RENEWED_EVERY
        if self._are_limited and domains:
            self._take_any(sorted(domains))

    def has(self, domain: str) -> bool:
        """Whether this worker may send to it now, for as long as that can take."""
        if self._held and timezone.now() >= self._renew_at:
            self._renew_at = timezone.now() + RENEWED_EVERY
            self._hold(_RENEW, self._ours() | {"lease": _lease()})
        return not self._are_limited or domain in self._held

    def hang_up(self) -> None:
        if self._held:
            with connection.cursor() as cursor:
                cursor.execute(_HANG_UP, self._ours())
            self._held = {}

    def _take_any(self, domains: list[str]) -> None:
        values = {"domains": domains, "most": settings.MAIL_CONNECTIONS_TO_A_DOMAIN, "lease": _lease()}
        self._hold(_TAKE, values)
        ends = time.monotonic() + PATIENCE
        while not self._held and not stopping.asked() and time.monotonic() < ends:
            stopping.wait(ASKED_EVERY)
            self._hold(_TAKE, values)

    def _hold(self, statement: str, values: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            self._held = {domain: (line, until) for line, domain, until in cursor.fetchall()}

    def _ours(self) -> dict[str, Any]:
        ids, held = zip(*self._held.values(), strict=True)
        return {"ids": list(ids), "held": list(held)}


def forget(*, at: datetime) -> int:
    """Keep no name of a domain whose line a killed worker has left behind."""
    return Line.objects.filter(taken_until__lt=at).delete()[0]


def _lease() -> timedelta:
    """Longer than one mail can take, so that a killed worker's line is free again and nobody else's ever too early."""
    return longest() + RENEWED_EVERY
