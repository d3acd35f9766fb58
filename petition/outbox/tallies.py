"""Counts of how messages ended, added up by all workers; a killed one may lose those of its last batch."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone

from petition.outbox.counts import Minute

LATELY = timedelta(minutes=5)
HOUR = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)

# In one statement, and sorted, so that two workers never wait for each other in a circle.
_ADD = """
WITH one AS (
    SELECT * FROM unnest(%(kinds)s::varchar[], %(outcomes)s::varchar[], %(numbers)s::bigint[])
        AS one (kind, outcome, number)
), of_minute AS (
    INSERT INTO outbox_minute (at, kind, sent)
    SELECT %(minute)s, kind, number FROM one WHERE outcome = 'sent' ORDER BY kind
    ON CONFLICT (at, kind) DO UPDATE SET sent = outbox_minute.sent + excluded.sent
)
INSERT INTO outbox_ending (kind, outcome, number) SELECT * FROM one ORDER BY kind, outcome
ON CONFLICT (kind, outcome) DO UPDATE SET number = outbox_ending.number + excluded.number
"""


@dataclass(frozen=True)
class Sent:
    """What went out of a kind: how many in a minute, by the last five, and how many in an hour."""

    kind: str
    in_a_minute: float
    in_an_hour: int


def add(endings: Counter[tuple[str, str]]) -> None:
    """Add the numbers of one batch, by kind and outcome."""
    kinds, outcomes = zip(*endings, strict=True)
    values = {"kinds": list(kinds), "outcomes": list(outcomes), "numbers": list(endings.values())}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values | {"minute": _minute(timezone.now())})


def sent_lately(*, at: datetime | None = None) -> list[Sent]:
    """By kind; the minute that has only begun counts for as much of it as is over."""
    at = at or timezone.now()
    since = _minute(at) - LATELY
    minutes = (at - since) / timedelta(minutes=1)
    of_hour = Minute.objects.filter(at__gt=_minute(at) - HOUR).values("kind").order_by("kind")
    rows = of_hour.annotate(lately=Sum("sent", filter=Q(at__gte=since), default=0), hour=Sum("sent"))
    return [Sent(row["kind"], row["lately"] / minutes, row["hour"]) for row in rows]


def forget(*, at: datetime) -> int:
    return Minute.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
