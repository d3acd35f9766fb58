"""Moments in a letter's own time zone, and when its last day ends there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def end_of_day(day: date, time_zone: str) -> datetime:
    """Find the moment after the last second of a local day.

    Midnight may not exist there (Cairo in spring), may come twice (Havana in autumn), may be left and
    reached again (Newfoundland until 2011), or the whole next day may be missing (Samoa in 2011).
    """
    zone = ZoneInfo(time_zone)
    midnight = datetime.combine(day + timedelta(days=1), time.min, zone)
    first, last = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if _falls_on(last - SECOND, zone) <= day:
        return last
    return _first_moment_after(day, zone, first - SECOND, last)


def at_the_wall(moment: datetime, time_zone: str) -> datetime:
    """What a clock on the letter's wall shows, as a moment; in an hour that comes twice, the first."""
    return moment.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _first_moment_after(day: date, zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if _falls_on(middle, zone) <= day:
            before = middle
        else:
            after = middle
    return after


def _falls_on(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
