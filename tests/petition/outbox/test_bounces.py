"""What counts, for how long, and how an owner has it lifted."""

from datetime import UTC, datetime, timedelta

from petition.outbox.bounces import KEPT_FOR, SOFT_DAYS, Report, Sort, arrived, forget, suppression_of, take, try_again
from petition.outbox.models import Bounce
from tests.cast import ADA

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def soft(day: int) -> None:
    take(Report(Sort.SOFT, ADA.address, "452 4.2.2 full", key=f"soft {day}"), at=AT + day * DAY)


def test_a_mailbox_in_trouble_on_many_days_gets_no_more() -> None:
    for day in range(SOFT_DAYS - 1):
        soft(day)
    assert suppression_of(ADA.address) is None

    soft(SOFT_DAYS)

    found = suppression_of(ADA.address)
    assert found
    assert (found.sort, found.reason) == ("failing", "452 4.2.2 full")


def test_trouble_long_ago_is_over() -> None:
    for day in range(0, SOFT_DAYS * 10, 10):
        soft(day)

    assert suppression_of(ADA.address) is None


def test_a_mail_that_arrived_ends_the_trouble() -> None:
    for day in range(SOFT_DAYS - 1):
        soft(day)
    arrived(ADA.address)

    soft(SOFT_DAYS)

    assert suppression_of(ADA.address) is None


def test_an_owner_has_it_lifted_once_a_day() -> None:
    for number in range(2):
        take(Report(Sort.HARD, ADA.address, "gone", key=f"hard {number}"), at=AT)
        assert try_again(ADA.address, at=AT) is (number == 0)

    assert suppression_of(ADA.address)
    assert try_again(ADA.address, at=AT + DAY) is True
    assert suppression_of(ADA.address) is None


def test_trouble_before_its_owner_had_it_lifted_counts_no_more() -> None:
    for day in range(SOFT_DAYS):
        soft(day)
    assert try_again(ADA.address, at=AT + SOFT_DAYS * DAY)

    soft(SOFT_DAYS + 1)

    assert suppression_of(ADA.address) is None


def test_events_are_forgotten() -> None:
    soft(0)

    assert forget(at=AT + KEPT_FOR) == 0
    assert forget(at=AT + KEPT_FOR + DAY) == 1
    assert not Bounce.objects.exists()
