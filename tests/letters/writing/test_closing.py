from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.models import Letter
from letters.writing.actions import close, close_past_due, take_down
from letters.writing.closing import end_of_day
from letters.writing.queries import LetterQuerySet
from letters.writing.rules import may_confirm, may_sign
from petition.audit.actions import CLOCK, OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

ENDS = [
    ("2026-06-30", "UTC", "2026-07-01T00:00:00"),
    ("2026-02-28", "Europe/Paris", "2026-02-28T23:00:00"),
    ("2028-02-29", "Asia/Kathmandu", "2028-02-29T18:15:00"),
    ("2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00:00"),
    ("2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00"),  # the night before the clocks go on
    ("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00"),  # a day of 23 hours
    ("2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00"),  # a day of 25 hours
    ("2026-11-01", "America/New_York", "2026-11-02T05:00:00"),
    ("2024-04-25", "Africa/Cairo", "2024-04-25T22:00:00"),  # the next day begins at one o'clock
    ("2022-09-10", "America/Santiago", "2022-09-11T04:00:00"),  # so does this one
    ("2026-10-31", "America/Havana", "2026-11-01T04:00:00"),  # midnight comes twice; the first ends the day
    ("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00"),  # the last hour comes twice; the second counts
    ("2006-10-28", "America/St_Johns", "2006-10-29T03:30:00"),  # midnight, one minute, and the last hour again
    ("2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00"),  # the next day was left out
    ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00"),  # the day that was left out
    ("1919-03-30", "America/Toronto", "1919-03-31T04:30:00"),  # from half past eleven to half past twelve
]


@pytest.mark.parametrize(("day", "time_zone", "moment"), ENDS)
def test_the_last_day_ends_where_the_letter_closes(day: str, time_zone: str, moment: str) -> None:
    assert end_of_day(date.fromisoformat(day), time_zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(day=st.dates(date(1971, 1, 1), date(2037, 12, 30)), zone=st.sampled_from(sorted(available_timezones())))
def test_the_last_second_still_belongs_to_the_day(day: date, zone: str) -> None:
    end = end_of_day(day, zone)

    assert (end - SECOND).astimezone(ZoneInfo(zone)).date() <= day < end.astimezone(ZoneInfo(zone)).date()


@given(day=st.dates(date(1971, 1, 1), date(2037, 12, 30)), zone=st.sampled_from(sorted(available_timezones())))
def test_no_later_moment_belongs_to_the_day(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    later = (end + timedelta(minutes=minutes) for minutes in range(0, 26 * 60, 15))

    assert all(moment.astimezone(ZoneInfo(zone)).date() > day for moment in later)


def test_signing_stops_with_the_last_second() -> None:
    letter = Letter(state="published", closes_at=NOW)

    assert may_sign(letter, NOW - SECOND)
    assert not may_sign(letter, NOW)


def test_confirming_goes_on_for_a_day_to_the_second() -> None:
    letter = Letter(state="published", closes_at=NOW)

    assert may_confirm(letter, NOW + timedelta(hours=24))
    assert not may_confirm(letter, NOW + timedelta(hours=24) + SECOND)


def test_a_letter_closed_early_counts_its_day_from_then() -> None:
    letter = Letter(state="closed", closes_at=NOW + timedelta(days=9), closed_at=NOW)

    assert not may_sign(letter, NOW - SECOND)
    assert may_confirm(letter, NOW + timedelta(hours=24))
    assert not may_confirm(letter, NOW + timedelta(hours=24) + SECOND)


@pytest.mark.parametrize("state", ["draft", "taken_down"])
def test_a_letter_out_of_sight_is_neither_signed_nor_confirmed(state: str) -> None:
    assert not may_sign(Letter(state=state), NOW)
    assert not may_confirm(Letter(state=state), NOW)


@pytest.mark.django_db
def test_closing_twice_keeps_the_first_moment_and_one_line_of_history(letter: Letter) -> None:
    close(letter, by=OPERATOR, at=NOW)
    close(Letter.objects.get(), by=OPERATOR, at=NOW + SECOND)

    letter.refresh_from_db()
    assert (letter.state, letter.closed_at) == ("closed", NOW)
    assert AuditEvent.objects.filter(verb="writing.close").count() == 1


@pytest.mark.django_db
def test_a_letter_taken_down_is_not_closed(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    with pytest.raises(Refused, match="letter-gone"):
        close(letter, by=OPERATOR)


@pytest.mark.django_db
def test_the_clock_closes_what_is_past_due_as_of_its_closing_date(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(closes_at=NOW)

    assert close_past_due(by=CLOCK, at=NOW - SECOND) == 0
    assert close_past_due(by=CLOCK, at=NOW + timedelta(hours=3)) == 1
    assert close_past_due(by=CLOCK, at=NOW + timedelta(hours=3)) == 0

    assert Letter.objects.get().closed_at == NOW


def test_a_letter_that_was_extended_since_it_was_found_stays_open(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    Letter.objects.update(closes_at=NOW)
    Letter.objects.update(closes_at=NOW + SECOND)
    monkeypatch.setattr(LetterQuerySet, "past_closing", lambda rows, at: rows)

    assert close_past_due(by=CLOCK, at=NOW) == 0
    assert Letter.objects.get().state == "published"
