"""How fast all workers together may send."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread

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


def test_whoever_waits_for_a_turn_has_noted_what_went_out(
    sink: Sink, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_PER_SECOND = 50
    noted: list[int] = []
    monkeypatch.setattr(
        pace.Turn, "come", lambda turn, position: noted.append(Message.objects.filter(state="sent").count())
    )
    owe_notes(3)

    deliver()

    assert noted == [0, 1, 2]


def test_without_a_limit_nothing_is_reserved(sink: Sink) -> None:
    owe_notes(3)

    deliver()

    assert len(sink.mails) == 3
    assert not Pace.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_reserve_one_after_the_other(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND, started = 1, timezone.now()

    def reserve(_: int) -> None:
        pace.reserve(10)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(reserve, range(4)))

    assert Pace.objects.get().taken_until >= started + timedelta(seconds=40)


def test_a_clock_that_was_set_back_stops_no_mail(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 10
    Pace.objects.create(taken_until=timezone.now() + timedelta(hours=1))

    assert pace.reserve(1).begins - time.monotonic() < 1


def test_no_more_are_claimed_than_go_in_a_second(settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 3

    assert (pace.most(50), pace.most(2)) == (3, 2)


def ask_after_the_first(sink: Sink) -> None:
    for _ in range(3_000):
        if sink.mails:
            break
        time.sleep(0.01)
    stopping.ask()


def test_a_worker_that_waits_for_its_turn_stops_when_asked(sink: Sink, settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND = 1
    owe_notes(9)
    request = Thread(target=ask_after_the_first, args=(sink,))
    request.start()
    try:
        assert deliver() is True
    finally:
        request.join()
        stopping.begin()

    assert len(sink.mails) == 1
    assert not Message.objects.exclude(claimed_until=None).exists()
