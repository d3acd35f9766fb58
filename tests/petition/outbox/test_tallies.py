"""How much mail went out lately, of which kinds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from petition.outbox import tallies
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Minute
from petition.outbox.tallies import Sent
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NOTE
from tests.sink import Sink

AT = datetime(2026, 3, 1, 12, 30, 30, tzinfo=UTC)


def minute(ago: int, sent: int, kind: str = NOTE) -> None:
    Minute.objects.create(at=AT.replace(second=0) - timedelta(minutes=ago), kind=kind, sent=sent)


def test_what_workers_send_is_counted_by_kind_and_what_fails_is_not(sink: Sink) -> None:
    sink.answer(NOOR.address, "452 4.2.2 full")
    owe(CODE, to=ADA.address, cause=1)
    for cause, person in enumerate((ADA, ADA, NOOR)):
        owe(NOTE, to=person.address, cause=cause)

    deliver()

    assert {row.kind: row.in_an_hour for row in tallies.sent_lately()} == {CODE: 1, NOTE: 2}


def test_batches_of_one_minute_add_up() -> None:
    for _ in range(2):
        tallies.add(Counter({(NOTE, "sent"): 3, (NOTE, "failed"): 1}))

    assert sum(Minute.objects.values_list("sent", flat=True)) == 6


def test_a_rate_is_of_five_minutes_and_of_as_much_of_this_one_as_is_over() -> None:
    for ago, sent in ((0, 10), (5, 45), (6, 500), (59, 50), (60, 7)):
        minute(ago, sent)

    assert tallies.sent_lately(at=AT) == [Sent(NOTE, pytest.approx(55 / 5.5), 605)]


def test_what_went_out_within_the_hour_but_not_lately_has_no_rate() -> None:
    minute(30, 4, CODE)

    assert tallies.sent_lately(at=AT) == [Sent(CODE, 0.0, 4)]


def test_minutes_are_forgotten_after_a_day() -> None:
    minute(0, 1)

    assert tallies.forget(at=AT + timedelta(hours=23)) == 0
    assert tallies.forget(at=AT + timedelta(hours=25)) == 1
