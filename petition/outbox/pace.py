"""How fast everybody together may send: each batch reserves its span of time in one row that all workers share."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from petition.outbox import stopping

# A reservation further ahead than all workers together can make was written under another clock.
FURTHEST = 60.0  # seconds

# By the database's clock, since workers may run on several machines. Losing it in a crash is harmless.
_RESERVE = """
WITH lightly AS (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO outbox_pace AS pace (id, taken_until)
SELECT 1, clock_timestamp() + %(span)s * interval '1 second' FROM lightly
ON CONFLICT (id) DO UPDATE SET taken_until = %(span)s * interval '1 second' + CASE
    WHEN pace.taken_until > clock_timestamp() + %(furthest)s * interval '1 second' THEN clock_timestamp()
    ELSE greatest(pace.taken_until, clock_timestamp())
END
RETURNING extract(epoch FROM taken_until - clock_timestamp())::float - %(span)s
"""


@dataclass(frozen=True)
class Turn:
    """When the first message of a batch may go, and how long after each the next one may."""

    begins: float  # as time.monotonic() tells it
    gap: float  # seconds

    def come(self, position: int) -> None:
        """Wait until the message at this place may go, or the worker is asked to stop."""
        if self.gap:
            stopping.wait(self.begins + position * self.gap - time.monotonic())


AT_ONCE = Turn(0.0, 0.0)


def most(size: int) -> int:
    """As many messages as may go in a second, so that urgent mail never waits much longer than that."""
    return min(size, settings.MAIL_PER_SECOND or size)


def reserve(many: int) -> Turn:
    """The span of time in which these may go, after those of every other worker."""
    if not settings.MAIL_PER_SECOND or not many:
        return AT_ONCE
    gap = 1 / settings.MAIL_PER_SECOND
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"span": many * gap, "furthest": FURTHEST})
        (ahead,) = cursor.fetchone()
    return Turn(time.monotonic() + ahead, gap)
