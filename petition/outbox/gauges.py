"""What operators watch: how much mail is owed, how long it waits, and how it ended."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from petition.outbox import pauses
from petition.outbox.kinds import Priority
from petition.outbox.models import Ending, Mailing

LATE_AFTER = 60.0  # seconds; a healthy outbox is empty within one or two

# Of a priority, and not in a mailing; by then somebody looks anyway, and a scrape must stay cheap.
COUNTED_AT_MOST = 50_000

# Along the index of what is owed one by one: by priority, so that a heap of one hides none of the others.
_SINGLES = """
SELECT kind, count(*), count(*) FILTER (WHERE due_at <= %(now)s), min(created_at),
       sum(count(*)) OVER (PARTITION BY level.priority) >= %(most)s
FROM unnest(%(priorities)s::smallint[]) AS level (priority)
CROSS JOIN LATERAL (
    SELECT kind, due_at, created_at FROM outbox_message
    WHERE state = 'owed' AND mailing_id IS NULL AND priority = level.priority ORDER BY due_at, id LIMIT %(most)s
) AS one
GROUP BY level.priority, kind ORDER BY kind
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


@dataclass(frozen=True)
class Singles:
    """What is owed of a kind one by one, and not in a mailing."""

    kind: str
    owed: int
    due: int
    since: datetime  # when the first of them was owed
    is_more: bool  # its priority was not counted to the end


def singles() -> list[Singles]:
    with connection.cursor() as cursor:
        cursor.execute(_SINGLES, {"priorities": Priority.values, "most": COUNTED_AT_MOST, "now": timezone.now()})
        return [Singles(*row) for row in cursor.fetchall()]


def depth_by_kind() -> dict[str, int]:
    """How many messages of each kind are owed, as last counted of mailings, and of the rest up to fifty thousand."""
    return of_all_sorts(singles())


def of_all_sorts(one_by_one: list[Singles]) -> dict[str, int]:
    """Counting five million rows takes seconds, so a mailing keeps its own number, which is added here."""
    going = Mailing.objects.under_way().filter(owed__gt=0)
    depth = Counter(dict(going.values_list("kind").annotate(Sum("owed")).order_by()))
    depth.update({row.kind: row.owed for row in one_by_one})
    return dict(sorted(depth.items()))


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
