"""Whether this worker was asked to stop: it ends after the mail in flight, and gives back what it has not tried."""

import mmap
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from celery.signals import worker_init, worker_shutting_down

SLICE = 0.1  # seconds: how soon a worker that waits for its turn hears that it shall stop

# Celery tells only its main process; those that send were forked from it and share this byte.
_asked = mmap.mmap(-1, 1)


@worker_init.connect
def begin(**_: object) -> None:
    _asked[0] = 0


@worker_shutting_down.connect
def ask(**_: object) -> None:
    _asked[0] = 1


def asked() -> bool:
    return _asked[0] == 1


def wait(seconds: float) -> None:
    """Sleep for so long, or until asked to stop."""
    ends = time.monotonic() + seconds
    while not asked() and (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, SLICE))


@contextmanager
def politely() -> Iterator[None]:
    """Take a SIGTERM for a request until the block ends; some supervisors send it to every process, where it kills."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        ask()

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if heard:
            os.kill(os.getpid(), signal.SIGTERM)
