"""What the operator's instruments read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petition.outbox import gauges
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
