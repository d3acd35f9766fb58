"""How a letter's log grew, read from its entries: their hours never go back, and each carries the sums until then.

So the sums at the beginning of any hour are found by halving: twenty entries are looked at in a log of a million, and
what happened within an hour is the difference of two of them. The sums before an hour that has begun never change, and
are looked for once a process.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db import connection

from letters.ledger.entries import HOUR, Tally, parse
from letters.ledger.models import Log
from letters.ledger.reading import entry

# Bars that a phone shows side by side.
MOST_PERIODS = 48
# Hours in one of them, from an hour to a year.
STEPS = (1, 2, 3, 6, 12, 24, 2 * 24, 4 * 24, 7 * 24, 14 * 24, 28 * 24, 91 * 24, 364 * 24)

# Searches remembered in each process, some 20 kB apiece.
MOST_KEPT = 256

FIND = r"""
    WITH RECURSIVE search (time, low, high) AS (
        SELECT asked.time, 0::bigint, log.size
          FROM unnest(%(times)s::bigint[]) AS asked (time), letters_log AS log WHERE log.id = %(log)s
        UNION ALL
        SELECT search.time,
               CASE WHEN found.time < search.time THEN middle + 1 ELSE low END,
               CASE WHEN found.time < search.time THEN high ELSE middle END
          FROM search
         CROSS JOIN LATERAL (SELECT (low + high) / 2) AS half (middle)
         CROSS JOIN LATERAL (
             SELECT substring(convert_from(body, 'UTF8') from '\ntime ([0-9]+)\n')::bigint
               FROM letters_entry WHERE log_id = %(log)s AND index = middle
         ) AS found (time)
         WHERE low < high
    )
    SELECT time, (SELECT body FROM letters_entry WHERE log_id = %(log)s AND index = low - 1)
      FROM search WHERE low = high
"""


@dataclass(frozen=True)
class Period:
    """What entries from one full hour up to another changed; times are Unix seconds."""

    start: int
    end: int
    before: Tally
    after: Tally

    @property
    def signed(self) -> int:
        return self.after.signed - self.before.signed

    @property
    def withdrawn(self) -> int:
        return self.after.withdrawn - self.before.withdrawn

    @property
    def struck(self) -> int:
        """Taken out, less put back; below zero where more were put back."""
        return self.after.struck - self.before.struck


@dataclass(frozen=True)
class Growth:
    """A log from its first entry to its last, and where that is longer its last hours one by one."""

    step: int  # hours in each period of the whole
    whole: list[Period]
    hours: list[Period]


def growth(log: Log) -> Growth:
    first = entry(log.pk, 0)
    if first is None:
        return Growth(1, [], [])
    start, end = parse(first).time, log.time + HOUR
    step = _step(start, end)
    starts = _boundaries(start - start % (step * HOUR), end, step * HOUR)
    hours = _boundaries(end - MOST_PERIODS * HOUR, end, HOUR) if step > 1 else []
    sums = _sums_before(log, {*starts, *hours})
    return Growth(step, _periods(starts, sums), _periods(hours, sums))


def _step(start: int, end: int) -> int:
    """The finest step that needs no more than the most periods, one of them for the hours before the first entry."""
    return next((step for step in STEPS if end - start <= (MOST_PERIODS - 1) * step * HOUR), STEPS[-1])


def _boundaries(start: int, end: int, step: int) -> list[int]:
    """The beginning of each period, and the end of the last."""
    return list(range(start, end + step, step))


def _periods(boundaries: list[int], sums: dict[int, Tally]) -> list[Period]:
    return [Period(start, end, sums[start], sums[end]) for start, end in pairwise(boundaries)]


def _sums_before(log: Log, times: set[int]) -> dict[int, Tally]:
    """The tally of the last entry before each of these times."""
    begun = tuple(sorted(time for time in times if time <= log.time))
    newest = Tally(log.signed, log.withdrawn, log.struck)
    return dict.fromkeys(times, newest) | _sums_before_begun(log.pk, begun)


@lru_cache(MOST_KEPT)
def _sums_before_begun(log_id: int, times: tuple[int, ...]) -> dict[int, Tally]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"log": log_id, "times": list(times)})
        return {time: parse(bytes(body)).tally if body else Tally() for time, body in cursor.fetchall()}
