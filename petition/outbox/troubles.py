"""What failed and why, counted far enough to act on: a page can't wait for a million rows."""

from dataclasses import dataclass

from django.db import connection

from petition.outbox.models import Message
from petition.outbox.queries import MessageQuerySet

COUNTED_AT_MOST = 50_000  # of a kind
SHOWN_AT_MOST = 20

# Each reads along an index that holds nothing else (messages_failing, messages_retired): from kind to kind, so that
# one of which a million fail hides none of the others.
_CONDITIONS = {"failing": "state = 'owed' AND problem <> ''", "given-up": "state = 'retired'"}
_REASONS = """
WITH RECURSIVE found (kind) AS (
    SELECT min(kind) FROM outbox_message WHERE {condition}
    UNION ALL
    SELECT (SELECT min(kind) FROM outbox_message WHERE {condition} AND kind > found.kind) FROM found
    WHERE found.kind IS NOT NULL
)
SELECT found.kind, problem, count(*), max(id), sum(count(*)) OVER (PARTITION BY found.kind) >= %(most)s
FROM found CROSS JOIN LATERAL (
    SELECT problem, id FROM outbox_message WHERE {condition} AND kind = found.kind ORDER BY id DESC LIMIT %(most)s
) AS counted
GROUP BY found.kind, problem ORDER BY count(*) DESC, found.kind, problem LIMIT %(shown)s
"""


@dataclass(frozen=True)
class Trouble:
    kind: str
    reason: str
    number: int
    newest: int
    is_more: bool  # its kind was not counted to the end, but its newest


def reasons(which: str) -> list[Trouble]:
    """The most frequent reasons by kind, of what fails or of what was given up."""
    with connection.cursor() as cursor:
        limits = {"most": COUNTED_AT_MOST, "shown": SHOWN_AT_MOST}
        cursor.execute(_REASONS.format(condition=_CONDITIONS[which]), limits)
        return [Trouble(*row) for row in cursor.fetchall()]


def messages(which: str, kind: str = "") -> MessageQuerySet:
    """What a button means: the failing or the given up of a kind, or of all kinds."""
    known = Message.objects.failing() if which == "failing" else Message.objects.retired()
    return known.chosen([kind] if kind else [], [])


def number_of(which: str, kind: str = "") -> int:
    return messages(which, kind)[:COUNTED_AT_MOST].count()
