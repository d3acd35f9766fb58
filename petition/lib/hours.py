"""Moments that come round: an hour of every day, or of one day of the week."""

from datetime import datetime, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def last(at: datetime, *, hour: int, weekday: int | None = None) -> datetime:
    """The newest moment, `at` itself included, at which this hour began, on any day or on this one (Monday is 0).

    Hours and days are those of the zone in which `at` is given.
    """
    since, every = (0, DAY) if weekday is None else ((at.weekday() - weekday) % 7, WEEK)
    moment = at.replace(hour=hour, minute=0, second=0, microsecond=0) - since * DAY
    return moment if moment <= at else moment - every
