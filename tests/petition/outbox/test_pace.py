"""How fast all workers together may send."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Timer

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from petition.outbox import pace, stopping
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message, Pace
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import Sink


def owe_notes(many: int) -> None:
    for cause in range(many):
        owe(NOTE, to=ADA.address, cause=cause)


def test_mail_goes_no_faster_than_the_operator_says(sink: Sink, settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 20
    owe_notes(31)
    started = time.monotonic()

    deliver()

    assert len(sink.mails) == 31
    assert time.monotonic() - started >= 30 / 20


def test_without_a_limit_nothing_is_reserved(sink: Sink) -> None:
    owe_notes(3)

    deliver()

    assert len(sink.mails) == 3
    assert not Pace.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_reserve_one_after_the_other(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 10

    def reserve(_: int) -> float:
        turn = pace.reserve(10)
        connection.close()
        return turn.begins

    with ThreadPoolExecutor(4) as pool:
        begins = sorted(pool.map(reserve, range(4)))

    gaps = [later - earlier for earlier, later in pairwise(begins)]
    assert gaps == pytest.approx([1.0] * 3, abs=0.2)


def test_a_clock_that_was_set_back_stops_no_mail(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 10
    Pace.objects.create(taken_until=timezone.now() + timedelta(hours=1))

    assert pace.reserve(1).begins - time.monotonic() < 1


def test_no_more_are_claimed_than_go_in_a_second(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 3

    assert (pace.most(50), pace.most(2)) == (3, 2)


def test_a_worker_that_waits_for_its_turn_stops_when_asked(sink: Sink, settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 1
    owe_notes(9)
    request = Timer(0.4, stopping.ask)
    request.start()
    try:
        assert deliver() is True
    finally:
        request.join()
        stopping.begin()

    assert len(sink.mails) == 1
    assert not Message.objects.exclude(claimed_until=None).exists()
