"""The newest moment of those that come round."""

from datetime import UTC, datetime, timedelta

import pytest

from petition.lib.hours import last

FRIDAY = datetime(2026, 3, 13, 8, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "weekday", "found"),
    [
        (FRIDAY, None, FRIDAY),
        (FRIDAY - MOMENT, None, FRIDAY - timedelta(days=1)),
        (FRIDAY, 4, FRIDAY),
        (FRIDAY - MOMENT, 4, FRIDAY - timedelta(days=7)),
        (FRIDAY + timedelta(days=6, hours=23), 4, FRIDAY),
        (FRIDAY - MOMENT, 0, FRIDAY - timedelta(days=4)),
        (FRIDAY, 5, FRIDAY - timedelta(days=6)),
    ],
)
def test_it_is_the_newest_that_is_over(at: datetime, weekday: int | None, found: datetime) -> None:
    assert last(at, hour=8, weekday=weekday) == found
