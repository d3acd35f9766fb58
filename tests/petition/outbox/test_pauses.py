"""The pause that keeps every worker from sending while our own sending is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petition.outbox import leases, pauses
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message, Pause
from petition.outbox.refusals import Refusal, Remedy
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import Sink

REFUSED = Refusal(Remedy.PAUSE, "535 wrong")
NOW = timezone.now()


def over() -> None:
    Pause.objects.update(until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(("remedy", "minutes"), [(Remedy.WAIT, 1), (Remedy.PAUSE, 15)])
def test_pauses_double_up_to_a_limit(remedy: Remedy, minutes: int) -> None:
    lengths = [pauses.length(remedy, refusals) for refusals in range(1, 100)]

    assert lengths[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert lengths[-1] == timedelta(minutes=minutes)


def test_refusals_noticed_by_several_workers_at_once_count_as_one() -> None:
    for _ in range(5):
        pauses.pause(REFUSED, at=NOW)

    assert Pause.objects.get().refusals == 1


def test_a_refusal_after_the_pause_makes_the_next_one_longer() -> None:
    pauses.pause(REFUSED, at=NOW)
    pauses.pause(REFUSED, at=NOW + timedelta(seconds=2))

    pause = Pause.objects.get()
    assert (pause.refusals, pause.until, pause.since) == (2, NOW + timedelta(seconds=6), NOW)


def test_nothing_is_claimed_during_a_pause() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    pauses.pause(REFUSED, at=timezone.now())

    assert leases.claim(50) == []


def test_a_pause_stops_the_batches_of_other_workers_at_their_next_message() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (claimed,) = leases.claim(50)

    pauses.pause(REFUSED, at=timezone.now())

    assert leases.renew([claimed]) == set()


def test_the_first_mail_that_goes_out_ends_it(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    pauses.pause(REFUSED, at=timezone.now())
    over()

    deliver()

    assert Message.objects.get().state == "sent"
    assert not Pause.objects.exists()


def test_what_another_worker_had_on_its_way_ends_no_pause_before_its_time() -> None:
    now = timezone.now()
    pauses.pause(Refusal(Remedy.PAUSE, "554 no"), at=now)

    pauses.is_over(at=now)
    assert pauses.current()

    pauses.is_over(at=now + pauses.FIRST)
    assert pauses.current() is None
