"""What the entries of a letter's log add up to, at a cost that does not grow with the log.

Entries never change, so what a full run of them adds up to is counted once a process; only the rest is counted anew.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

from letters.ledger.models import Log

# Entries counted together, in some milliseconds.
RUN = 8_192
# Runs remembered in each process, a few hundred bytes apiece: eighty million entries.
MOST_RUNS = 10_000

# Signings are counted by what they say. Of the few entries that change one it is also asked what was shown before: an
# edit may turn it round, and what ends a signature takes away what its newest card was.
COUNT = r"""
    WITH run AS MATERIALIZED (
        SELECT kind, of_id, index, position('card public' in facts) > 0 AS is_public,
               CASE kind WHEN 'strike' THEN substring(facts from '^reason ([a-z]+)') ELSE '' END AS reason
          FROM letters_operation
         WHERE log_id = %(log)s AND index >= %(first)s AND index < %(end)s
    ), changes AS MATERIALIZED (
        SELECT kind, reason, is_public, coalesce(
                   (SELECT position('card public' in edit.facts) > 0 FROM letters_operation AS edit
                     WHERE edit.of_id = run.of_id AND edit.kind = 'edit' AND edit.index < run.index
                     ORDER BY edit.id DESC LIMIT 1),
                   (SELECT position('card public' in signing.facts) > 0 FROM letters_operation AS signing
                     WHERE signing.id = run.of_id)
               ) AS was_public
          FROM run WHERE of_id IS NOT NULL
    )
    SELECT kind, CASE WHEN kind <> 'sign' THEN '' WHEN is_public THEN 'public' ELSE 'private' END AS said,
           count(*), count(*) FILTER (WHERE kind = 'sign' AND is_public)
      FROM run WHERE of_id IS NULL GROUP BY 1, 2
    UNION ALL
    SELECT kind, CASE WHEN kind <> 'edit' THEN reason WHEN is_public THEN 'public' ELSE 'private' END AS said,
           count(*), sum(CASE kind WHEN 'edit' THEN is_public::int ELSE 0 END
                         + CASE kind WHEN 'restore' THEN was_public::int ELSE -was_public::int END)
      FROM changes GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Contents:
    """How many entries of each kind there are, and of how many signatures in force the newest card is public."""

    entries: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind, and card or reason
    shown: int = 0

    def __add__(self, other: "Contents") -> "Contents":
        return Contents(self.entries + other.entries, self.shown + other.shown)

    def of(self, kind: str, said: str | None = None) -> int:
        return sum(many for (one, its), many in self.entries.items() if one == kind and said in (None, its))

    @property
    def restored(self) -> int:
        return self.of("restore")

    @property
    def strikes(self) -> dict[str, int]:
        """Strikes by reason, the most frequent first; restorations are not taken off."""
        return {reason: many for (kind, reason), many in self.entries.most_common() if kind == "strike"}


def contents(log: Log) -> Contents:
    full = log.size // RUN
    return sum((_full_run(log.pk, number) for number in range(full)), _count(log.pk, full * RUN, log.size))


@lru_cache(MOST_RUNS)
def _full_run(log_id: int, number: int) -> Contents:
    return _count(log_id, number * RUN, (number + 1) * RUN)


def _count(log_id: int, first: int, end: int) -> Contents:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"log": log_id, "first": first, "end": end})
        rows = cursor.fetchall()
    return Contents(Counter({(kind, said): many for kind, said, many, _ in rows}), sum(row[3] for row in rows))
