"""What the operator's instruments read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petition.outbox import gauges, mailings
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE, answers
from tests.sink import Sink


def test_an_empty_outbox_has_no_depth_and_no_age() -> None:
    assert (gauges.depth_by_kind(), gauges.oldest_age()) == ({}, 0.0)


def test_depth_counts_what_is_owed_by_kind() -> None:
    for cause in range(3):
        owe(NEWS, to=ADA.address, cause=cause)
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.filter(kind=NEWS, cause=0).update(state="sent")

    assert gauges.depth_by_kind() == {NEWS: 2, NOTE: 1}


def test_depth_of_a_mailing_is_as_last_counted_and_an_ended_one_has_none() -> None:
    going, cancelled = (mailings.open_mailing(NEWS, cause=cause) for cause in (1, 2))
    readers = "SELECT n AS cause, 'x'::bytea AS recipient, 'en' AS language FROM generate_series(1, 7) AS n"
    mailings.owe_selected(going, readers, {})
    mailings.owe_selected(cancelled, readers, {})
    mailings.cancel(cancelled.pk)
    owe(NEWS, to=ADA.address, cause=1)

    assert gauges.depth_by_kind() == {NEWS: 8}


def test_a_heap_of_one_priority_is_counted_so_far_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "COUNTED_AT_MOST", 20)
    for cause in range(30):
        owe(NOTE, to=ADA.address, cause=cause)
    owe(NEWS, to=ADA.address, cause=1)

    counted = {row.kind: (row.owed, row.due, row.is_more) for row in gauges.singles()}

    assert counted == {NOTE: (20, 20, True), NEWS: (1, 1, False)}


def test_age_is_that_of_the_longest_waiting_message_of_any_priority() -> None:
    owe(CODE, to=ADA.address, cause=1)
    owe(NEWS, to=ADA.address, cause=1)
    Message.objects.filter(kind=NEWS).update(due_at=timezone.now() - timedelta(minutes=2))

    assert gauges.oldest_age() == pytest.approx(120, abs=5)


def test_mail_that_waits_for_its_time_is_not_late() -> None:
    owe(NOTE, to=ADA.address, cause=1, due=timezone.now() + timedelta(hours=1))

    assert gauges.oldest_age() == 0.0


def test_endings_are_counted_for_ever(sink: Sink) -> None:
    for cause in range(3):
        owe(NOTE, to=ADA.address, cause=cause)
    answers[1] = KeyError()
    deliver()
    owe(NOTE, to=ADA.address, cause=4)
    deliver()

    assert gauges.endings() == {(NOTE, "sent"): 3, (NOTE, "failed"): 1}
