"""How a letter's log grew, read from its entries: their hours never go back, and each carries the sums until then.

So the sums at the beginning of any hour are found by halving: twenty entries are looked at in a log of a million, and
what happened within an hour is the difference of two of them. The sums before an hour that has begun never change, and
are looked for once a process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db import connection

from letters.ledger.entries import HOUR, Tally, parse
from letters.ledger.models import Entry, Log
from letters.ledger.reading import entry

# Bars that a phone shows side by side.
MOST_PERIODS = 48
# Hours in one of them, from an hour to a year.
STEPS = (1, 2, 3, 6, 12, 24, 2 * 24, 4 * 24, 7 * 24, 14 * 24, 28 * 24, 91 * 24, 364 * 24)

# Searches remembered in each process, some 20 kB apiece.
MOST_KEPT = 256

FIND = r"""
    WITH RECURSIVE search (log_id, time, low, high) AS (
        SELECT log.id, asked.time, 0::bigint, log.size
          FROM unnest(%(logs)s::bigint[], %(times)s::bigint[]) AS asked (log_id, time)
          JOIN letters_log AS log ON log.id = asked.log_id
        UNION ALL
        SELECT search.log_id, search.time,
               CASE WHEN found.time < search.time THEN middle + 1 ELSE low END,
               CASE WHEN found.time < search.time THEN high ELSE middle END
          FROM search
         CROSS JOIN LATERAL (SELECT (low + high) / 2) AS half (middle)
         CROSS JOIN LATERAL (
             SELECT substring(convert_from(body, 'UTF8') from '\ntime ([0-9]+)\n')::bigint
               FROM letters_entry WHERE log_id = search.log_id AND index = middle
         ) AS found (time)
         WHERE low < high
    )
    SELECT log_id, time,
           (SELECT body FROM letters_entry AS entry WHERE entry.log_id = search.log_id AND index = low - 1)
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
    step, starts = _whole(log, parse(first).time)
    end = log.time + HOUR
    hours = _boundaries(end - MOST_PERIODS * HOUR, end, HOUR) if step > 1 else []
    times = {*starts, *hours}
    sums = _sums_before(log, times, _sums_before_begun(log.pk, _begun(log, times)))
    return Growth(step, _periods(starts, sums), _periods(hours, sums))


def growths(logs: Iterable[Log]) -> dict[int, list[Period]]:
    """The whole of each log as growth() tells it, of all of them in two statements."""
    named = {log.pk: log for log in logs}
    firsts = Entry.objects.filter(log__in=named, index=0).values_list("log_id", "body")
    starts = {log_id: _whole(named[log_id], parse(bytes(body)).time)[1] for log_id, body in firsts}
    found = _search([(log_id, time) for log_id, times in starts.items() for time in _begun(named[log_id], times)])
    return {
        log_id: _periods(times, _sums_before(named[log_id], times, found.get(log_id, {})))
        for log_id, times in starts.items()
    }


def _whole(log: Log, start: int) -> tuple[int, list[int]]:
    """The step that suits a log whose first entry is of this time, and the boundaries of its periods."""
    end = log.time + HOUR
    step = _step(start, end)
    return step, _boundaries(start - start % (step * HOUR), end, step * HOUR)


def _step(start: int, end: int) -> int:
    """The finest step that needs no more than the most periods, one of them for the hours before the first entry."""
    return next((step for step in STEPS if end - start <= (MOST_PERIODS - 1) * step * HOUR), STEPS[-1])


def _boundaries(start: int, end: int, step: int) -> list[int]:
    """The beginning of each period, and the end of the last."""
    return list(range(start, end + step, step))


def _periods(boundaries: list[int], sums: dict[int, Tally]) -> list[Period]:
    return [Period(start, end, sums[start], sums[end]) for start, end in pairwise(boundaries)]


def _begun(log: Log, times: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(time for time in times if time <= log.time))


def _sums_before(log: Log, times: Iterable[int], begun: dict[int, Tally]) -> dict[int, Tally]:
    """The tally of the last entry before each of these times; what has not begun is told by the log's head."""
    return dict.fromkeys(times, Tally(log.signed, log.withdrawn, log.struck)) | begun


@lru_cache(MOST_KEPT)
def _sums_before_begun(log_id: int, times: tuple[int, ...]) -> dict[int, Tally]:
    return _search([(log_id, time) for time in times]).get(log_id, {})


def _search(asked: Sequence[tuple[int, int]]) -> dict[int, dict[int, Tally]]:
    """By log and time."""
    found: dict[int, dict[int, Tally]] = {}
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"logs": [log_id for log_id, _ in asked], "times": [time for _, time in asked]})
        for log_id, time, body in cursor.fetchall():
            found.setdefault(log_id, {})[time] = parse(bytes(body)).tally if body else Tally()
    return found
