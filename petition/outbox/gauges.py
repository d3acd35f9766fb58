"""What operators watch: how much mail is owed, how long it waits, and how it ended."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from petition.outbox import pauses
from petition.outbox.kinds import Priority
from petition.outbox.models import Ending

LATE_AFTER = 60.0  # seconds; a healthy outbox is empty within one or two

# Of what is not in a mailing; by then somebody looks anyway, and a scrape must stay cheap.
COUNTED_AT_MOST = 50_000

# Counting five million rows takes seconds: a mailing keeps its own number, and the rest is read along its index.
_DEPTH = """
SELECT kind, sum(number) FROM (
    SELECT kind, owed::bigint AS number FROM outbox_mailing WHERE state IN ('going', 'paused') AND owed > 0
    UNION ALL
    SELECT kind, count(*) FROM (
        SELECT kind FROM outbox_message
        WHERE state = 'owed' AND mailing_id IS NULL ORDER BY priority, due_at, id LIMIT %s
    ) AS one GROUP BY kind
) AS part GROUP BY kind ORDER BY kind
"""

# A mailing that was paused is late on purpose; one that goes is as late as its first message.
_OLDEST = """
SELECT min(first.due_at) FROM (
    SELECT one.due_at FROM unnest(%s::smallint[]) AS level (priority)
    CROSS JOIN LATERAL (
        SELECT due_at FROM outbox_message
        WHERE state = 'owed' AND mailing_id IS NULL AND priority = level.priority ORDER BY due_at, id LIMIT 1
    ) AS one
    UNION ALL
    SELECT many.due_at FROM outbox_mailing AS mailing
    CROSS JOIN LATERAL (
        SELECT due_at FROM outbox_message
        WHERE state = 'owed' AND mailing_id = mailing.id ORDER BY due_at, id LIMIT 1
    ) AS many
    WHERE mailing.state = 'going'
) AS first
"""


def depth_by_kind() -> dict[str, int]:
    """How many messages of each kind are owed, as last counted of mailings, and of the rest up to fifty thousand."""
    with connection.cursor() as cursor:
        cursor.execute(_DEPTH, [COUNTED_AT_MOST])
        return {kind: int(number) for kind, number in cursor.fetchall()}


def oldest_age() -> float:
    """Seconds that the longest waiting message has been due; zero when nothing is."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [Priority.values])
        (due_at,) = cursor.fetchone()
    return max(0.0, (timezone.now() - due_at).total_seconds()) if isinstance(due_at, datetime) else 0.0


def paused_for() -> float:
    """Seconds since when nothing could be sent because our sending as a whole is refused; zero while it goes on."""
    pause = pauses.current()
    return max(0.0, (timezone.now() - pause.since).total_seconds()) if pause else 0.0


def endings() -> dict[tuple[str, str], int]:
    """How many messages of a kind were sent, failed (tried in vain, once each), retired, unwanted or bounced, ever."""
    return {(row.kind, row.outcome): row.number for row in Ending.objects.all()}
