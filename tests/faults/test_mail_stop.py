"""A worker that is asked to stop: it ends with the mail in flight, and leaves the rest to others at once."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from petition.outbox.models import Message
from tests.faults import mailing
from tests.faults.running import until
from tests.sink import Sink, serving

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 40
EACH_TAKES = 0.4  # seconds: a batch of eight would take three
STOPS_WITHIN = 6.0  # seconds, most of them Celery's own; it goes on for ten when it does not hear


def ask_main(worker: mailing.Process) -> None:
    worker.process.send_signal(signal.SIGTERM)


def ask_everybody(worker: mailing.Process) -> None:
    """As systemd does, unless it is told not to."""
    os.killpg(worker.process.pid, signal.SIGTERM)


@pytest.mark.parametrize("ask", [ask_main, ask_everybody])
def test_a_worker_told_to_stop_ends_with_the_mail_in_flight(
    tmp_path: Path, ask: Callable[[mailing.Process], None]
) -> None:
    sink = Sink()
    sink.takes = EACH_TAKES
    mailing.owe_notes(MAILS)
    with serving(sink) as port:
        env = mailing.environment(port)
        with mailing.worker(tmp_path, env) as worker, mailing.beat(tmp_path, env):
            until(lambda: len(sink.mails) >= 2, 30, worker.said)
            asked = time.monotonic()
            ask(worker)
            worker.process.wait(20)
            took = time.monotonic() - asked

    sent = Message.objects.filter(state="sent").count()
    assert took < STOPS_WITHIN
    assert len(sink.mails) == len(sink.ids()) == sent < MAILS
    assert Message.objects.owed().filter(claimed_until=None, attempts=0).count() == MAILS - sent
