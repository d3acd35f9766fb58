"""What failed and why, counted far enough to act on: a page can't wait for a million rows."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection

from petition.outbox.models import Message
from petition.outbox.queries import MessageQuerySet

COUNTED_AT_MOST = 50_000  # of a kind
SHOWN_AT_MOST = 5  # reasons of a kind

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
SELECT kind, total, problem, number, newest FROM (
    SELECT found.kind, problem, count(*) AS number, max(id) AS newest,
           sum(count(*)) OVER (PARTITION BY found.kind) AS total,
           row_number() OVER (PARTITION BY found.kind ORDER BY count(*) DESC, problem) AS place
    FROM found CROSS JOIN LATERAL (
        SELECT problem, id FROM outbox_message WHERE {condition} AND kind = found.kind ORDER BY id DESC LIMIT %(most)s
    ) AS counted
    GROUP BY found.kind, problem
) AS reason
WHERE place <= %(shown)s ORDER BY total DESC, kind, place
"""


@dataclass(frozen=True)
class Reason:
    words: str
    number: int
    newest: int


@dataclass(frozen=True)
class Trouble:
    """A kind of mail of which some does not arrive, and the most frequent reasons for it."""

    kind: str
    number: int
    reasons: list[Reason]

    @property
    def is_more(self) -> bool:
        """It was not counted to the end, but its newest."""
        return self.number >= COUNTED_AT_MOST

    @property
    def others(self) -> int:
        """How many have a less frequent reason."""
        return self.number - sum(reason.number for reason in self.reasons)


def by_kind(which: str) -> list[Trouble]:
    """What fails, or what was given up; the kind with most of it first."""
    with connection.cursor() as cursor:
        limits = {"most": COUNTED_AT_MOST, "shown": SHOWN_AT_MOST}
        cursor.execute(_REASONS.format(condition=_CONDITIONS[which]), limits)
        rows = cursor.fetchall()
    of_kinds = groupby(rows, key=itemgetter(0, 1))
    return [Trouble(kind, int(total), [Reason(*row[2:]) for row in of_kind]) for (kind, total), of_kind in of_kinds]


def messages(which: str, kind: str = "") -> MessageQuerySet:
    """What a button means: the failing or the given up of a kind, or of all kinds."""
    known = Message.objects.failing() if which == "failing" else Message.objects.retired()
    return known.chosen([kind] if kind else [], [])


def number_of(which: str, kind: str = "") -> int:
    return messages(which, kind)[:COUNTED_AT_MOST].count()
