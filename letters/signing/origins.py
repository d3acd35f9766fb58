"""Where the signatures of a letter come from, counted by a sweep: a page can't wait for a million rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from letters.signing.models import Figures
from petition.lib.sweeping import sweep_each

# Fewer than this many could be recognised by whoever knows where to look.
LEAST = 5
# As many as a page lists; what is rarer goes into the sum of the others.
MOST_SHOWN = 100
# Letters counted in one sweep.
MOST_COUNTED = 50

# A count of a million rows takes half a second, so large letters are counted every ten minutes, others every minute.
CHANGED = """
    SELECT letter.id, log.size
      FROM letters_letter AS letter JOIN letters_log AS log ON log.id = letter.log_id
      LEFT JOIN letters_figures AS figures ON figures.letter_id = letter.id
     WHERE letter.published_at IS NOT NULL AND figures.size IS DISTINCT FROM log.size
       AND (figures.at IS NULL
            OR figures.at < %(at)s - CASE WHEN log.size > 50000 THEN interval '10 minutes' ELSE interval '1 minute' END)
     ORDER BY figures.at NULLS FIRST LIMIT %(most)s
"""
# Spelled as most of them spell it; spellings are counted first, because there are far fewer of them than rows.
BY_COUNTRY = """
    SELECT (array_agg(spelled ORDER BY many DESC, spelled))[1], sum(many)::bigint
      FROM (SELECT country AS spelled, count(*) AS many FROM letters_signature
             WHERE letter_id = %s AND state = 'confirmed' AND country <> '' GROUP BY country) AS spellings
     GROUP BY lower(spelled) ORDER BY 2 DESC, 1
"""
BY_LABEL = """
    SELECT came_from, count(*) FROM letters_signature
     WHERE letter_id = %s AND state = 'confirmed' AND came_from <> '' GROUP BY came_from ORDER BY 2 DESC, 1
"""

Counted = list[tuple[str, int]]


@dataclass(frozen=True)
class Origins:
    """Groups large enough to be shown, and how many stand in all the others."""

    groups: Counted
    others: int
    most: int

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.others


def origins(counted: Sequence[Sequence[object]]) -> Origins:
    pairs = [(str(name), int(str(many))) for name, many in counted]
    named = [(name, many) for name, many in pairs if name]
    return Origins(named, sum(many for name, many in pairs if not name), max((many for _, many in named), default=0))


def count_changed(*, at: datetime | None = None) -> int:
    """Count the letters that have grown since they were last counted; how many that were."""
    at = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"at": at, "most": MOST_COUNTED})
        changed = dict(cursor.fetchall())
    return sweep_each(changed, lambda letter_id: _count(letter_id, changed[letter_id], at), what="count letter")


@transaction.atomic
def _count(letter_id: int, size: int, at: datetime) -> int:
    values = {"size": size, "at": at, "countries": _groups(BY_COUNTRY, letter_id)}
    values["labels"] = _groups(BY_LABEL, letter_id)
    Figures.objects.update_or_create(letter_id=letter_id, defaults=values)
    return 1


def _groups(statement: str, letter_id: int) -> Counted:
    """Those that may be shown; small groups are summed before they are kept, under no name."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [letter_id])
        counted: Counted = cursor.fetchall()
    shown = [(name, many) for name, many in counted if many >= LEAST][:MOST_SHOWN]
    return [*shown, ("", sum(many for _, many in counted) - sum(many for _, many in shown))]
