"""How a log grew, found by halving and held against reading every entry."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.ledger.actions import open_log, turn
from letters.ledger.entries import HOUR, parse
from letters.ledger.growth import MOST_PERIODS, Period, growth, growths
from letters.ledger.models import Log
from letters.ledger.reading import entries
from tests.letters.ledger.writing import AT, make_log, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    return make_log()


def signed_after(log: Log, *hours: int) -> Log:
    for subject, hour in enumerate(hours, start=1):
        sign(log, subject, at=AT + timedelta(hours=hour))
    log.refresh_from_db()
    return log


def assert_as_read(log: Log, periods: list[Period]) -> None:
    """Each period holds what the entries of its hours say."""
    for period in periods:
        read = [parse(body) for body in entries(log.pk, 0, log.size)]
        within = [entry for entry in read if period.start <= entry.time < period.end]
        assert period.signed == sum(entry.fact.kind == "sign" for entry in within)
        assert period.withdrawn == sum(entry.fact.kind == "withdraw" for entry in within)


def test_a_day_is_told_hour_by_hour(log: Log) -> None:
    found = growth(signed_after(log, 0, 0, 1, 5, 5, 5, 23))

    assert found.step == 1
    assert found.hours == []
    assert [period.signed for period in found.whole if period.signed] == [2, 1, 3, 1]
    assert_as_read(log, found.whole)


def test_a_longer_life_is_told_in_longer_steps_and_its_last_hours_one_by_one(log: Log) -> None:
    found = growth(signed_after(log, 0, 30, 300, 990, 1000))

    assert found.step > 1
    assert len(found.whole) <= MOST_PERIODS
    assert len(found.hours) == MOST_PERIODS
    assert [period.signed for period in found.hours if period.signed] == [1, 1]
    assert_as_read(log, found.whole)
    assert_as_read(log, found.hours)


def test_periods_follow_each_other_and_lose_nobody(log: Log) -> None:
    signed_after(log, 0, 3, 77, 400)
    with turn() as its:
        its.withdraw(log.pk, of=log.operations.filter(kind="sign").earliest("id").pk, at=AT + timedelta(hours=401))
    log.refresh_from_db()

    whole = growth(log).whole

    assert all(one.end == other.start and one.after == other.before for one, other in pairwise(whole))
    assert sum(period.signed for period in whole) == 4
    assert sum(period.withdrawn for period in whole) == 1
    assert whole[0].start <= AT.timestamp() < whole[0].end
    assert whole[-1].start <= log.time < whole[-1].end


def test_a_text_nobody_signed_yet_is_one_period(log: Log) -> None:
    log.refresh_from_db()

    (period,) = growth(log).whole

    assert (period.end - period.start, period.signed) == (HOUR, 0)


def test_a_log_without_entries_has_not_grown() -> None:
    assert growth(open_log("letters.example/letters/unwritten/log", at=AT)).whole == []


def test_it_asks_twice_however_long_the_log_is_and_then_once(log: Log) -> None:
    signed_after(log, *range(0, 2000, 100))

    with CaptureQueriesContext(connection) as first:
        growth(log)
    with CaptureQueriesContext(connection) as again:
        growth(log)

    assert (len(first), len(again)) == (2, 1)


def test_what_is_signed_within_the_newest_hour_is_seen_at_once(log: Log) -> None:
    before = growth(signed_after(log, 0, 3))

    sign(log, 9, at=AT + timedelta(hours=3))
    log.refresh_from_db()

    assert growth(log).whole[-1].signed == before.whole[-1].signed + 1


def test_many_logs_are_told_as_each_alone_in_two_statements(log: Log, django_assert_num_queries: Any) -> None:
    logs = [signed_after(log, 0, 0, 1, 5), make_log(), open_log("nothing.example/log", at=AT)]
    signed_after(logs[1], 0, 30, 300, 1000)

    with django_assert_num_queries(2):
        found = growths(logs)

    assert found == {one.pk: growth(one).whole for one in logs[:2]}  # the third has no entry yet
