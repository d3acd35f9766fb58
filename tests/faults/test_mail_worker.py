"""Workers, Redis and mail servers that die while there is mail to send; every mail arrives."""

import time
from pathlib import Path

import pytest

from petition.outbox.models import Message, Pause
from tests.faults import mailing
from tests.faults.running import until
from tests.sink import Sink, free_port, serving

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 500
KILL_AT = (60, 150, 240, 330)


def test_a_worker_killed_again_and_again_loses_nothing_and_repeats_one_mail_a_kill(tmp_path: Path) -> None:
    mailing.owe_notes(MAILS)
    sink = Sink()
    with serving(sink) as port:
        env = mailing.environment(port)
        with mailing.worker(tmp_path, env) as worker, mailing.beat(tmp_path, env):
            for number in KILL_AT:
                until(lambda: len(sink.mails) >= number, 40, worker.said)  # noqa: B023  asked at once
                worker.kill()
                worker.start()
            mailing.wait_until_sent(60, worker)

    assert len(sink.ids()) == MAILS
    assert MAILS <= len(sink.mails) <= MAILS + len(KILL_AT)
    assert Message.objects.filter(state="sent", problem="").count() == MAILS


def test_a_redis_wiped_while_full_of_rings_loses_no_mail(tmp_path: Path) -> None:
    sink = Sink()
    with mailing.redis(tmp_path) as (redis, address), serving(sink) as port:
        env = mailing.environment(port, address)
        with mailing.worker(tmp_path, env) as worker, mailing.beat(tmp_path, env):
            mailing.owe_notes(1)
            mailing.wait_until_sent(30, worker)
            redis.kill()
            mailing.owe_notes(20)
            time.sleep(1)
            redis.start()
            mailing.wait_until_sent(45, worker)

    assert len(sink.mails) == 21


def test_a_mail_server_that_was_away_gets_everything_when_it_is_back(tmp_path: Path) -> None:
    sink, port = Sink(), free_port()
    env = mailing.environment(port)
    mailing.owe_notes(50)
    with mailing.worker(tmp_path, env) as worker, mailing.beat(tmp_path, env):
        until(lambda: Pause.objects.filter(refusals__gte=2).exists(), 30, worker.said)
        with serving(sink, port):
            mailing.wait_until_sent(30, worker)

    assert len(sink.mails) == 50
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    assert not Pause.objects.exists()


def test_a_ring_brings_the_worker_within_a_second(tmp_path: Path) -> None:
    sink = Sink()
    with serving(sink) as port, mailing.worker(tmp_path, mailing.environment(port)) as worker:
        mailing.owe_notes(1)
        mailing.wait_until_sent(30, worker)  # it is up now; there is no beat, so only rings are heard
        waits = []
        for _ in range(5):
            started = time.monotonic()
            mailing.owe_notes(1)
            mailing.wait_until_sent(10, worker)
            waits.append(time.monotonic() - started)

    assert sorted(waits)[-2] < 1
