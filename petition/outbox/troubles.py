"""What failed and why, counted far enough to act on: a page can't wait for a million rows."""

from dataclasses import dataclass

from django.db import connection

from petition.outbox.models import Message
from petition.outbox.queries import MessageQuerySet

COUNTED_AT_MOST = 50_000
SHOWN_AT_MOST = 20

# Each reads along an index that holds nothing else (messages_failing, messages_retired).
_CONDITIONS = {"failing": "state = 'owed' AND problem <> ''", "given-up": "state = 'retired'"}
_REASONS = """
SELECT kind, problem, count(*), max(id) FROM (
    SELECT kind, problem, id FROM outbox_message WHERE {condition} ORDER BY kind, id LIMIT %s
) AS counted GROUP BY kind, problem ORDER BY count(*) DESC, kind, problem LIMIT %s
"""


@dataclass(frozen=True)
class Trouble:
    kind: str
    reason: str
    number: int
    newest: int


def reasons(which: str) -> list[Trouble]:
    """The most frequent reasons by kind, of what fails or of what was given up."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS.format(condition=_CONDITIONS[which]), [COUNTED_AT_MOST, SHOWN_AT_MOST])
        return [Trouble(*row) for row in cursor.fetchall()]


def messages(which: str, kind: str = "") -> MessageQuerySet:
    """What a button means: the failing or the given up of a kind, or of all kinds."""
    known = Message.objects.failing() if which == "failing" else Message.objects.retired()
    return known.chosen([kind] if kind else [], [])


def number_of(which: str, kind: str = "") -> int:
    return messages(which, kind)[:COUNTED_AT_MOST].count()
