"""The doorbell: tells the workers that mail is due, and never makes anybody wait for Redis."""

import logging
import os
import threading
import time
from collections.abc import Callable

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from petition.celery import app

logger = logging.getLogger(__name__)

TASK = "petition.outbox.tasks.deliver_outbox"
GAP = 0.05  # seconds: rings that come closer are one
LATER = 1.5  # seconds
SILENCE = 5.0  # seconds without a try after Redis failed; the sweep finds what was not announced
EXPIRES = 60  # seconds: a ring that waited longer says nothing new


class Bell:
    """One thread per process publishes; everybody else only says that there is something to publish."""

    def __init__(self, publish: Callable[[], object], gap: float = GAP) -> None:
        self._publish = publish
        self._gap = gap
        self._forget_thread()
        os.register_at_fork(after_in_child=self._forget_thread)

    def ring(self) -> None:
        """Return at once; while Redis is known to be away nothing is even tried."""
        if time.monotonic() < self._silent_until:
            return
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def _forget_thread(self) -> None:
        """Threads do not survive a fork, and their locks may be left held."""
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._silent_until = 0.0

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._listen, name="outbox bell", daemon=True)
                self._thread.start()

    def _listen(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            self._publish_once()
            time.sleep(self._gap)

    def _publish_once(self) -> None:
        try:
            self._publish()
        except (OperationalError, RedisError, OSError) as error:
            self._silent_until = time.monotonic() + SILENCE
            logger.warning("The doorbell of the outbox is silent for %.0f s: %s", SILENCE, error)


def _publish() -> None:
    app.send_task(TASK, expires=EXPIRES)


def _publish_for_later() -> None:
    app.send_task(TASK, countdown=LATER, expires=EXPIRES)


_bell = Bell(_publish)
ring = _bell.ring
# For mail that comes back in a second, such as what our own limits have held; the sweep alone would come too seldom.
ring_later = Bell(_publish_for_later, gap=LATER).ring
