"""A breaker: once a neighbour has failed, leave it alone for some seconds, then let one caller try."""

import threading
import time
from collections.abc import Callable


class Breaker:
    def __init__(self, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._is_open = False
        self._next_try = 0.0

    def may_try(self) -> bool:
        """True while all is well; after a failure for one caller per pause, so that not every thread waits for it."""
        with self._lock:
            if not self._is_open:
                return True
            if self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + self._pause
            return True

    def failed(self) -> bool:
        """Open; True when it was closed before, so that the first failure alone is reported."""
        with self._lock:
            was_closed = not self._is_open
            self._is_open = True
            self._next_try = self._clock() + self._pause
            return was_closed

    def succeeded(self) -> bool:
        """Close; True when it was open before."""
        with self._lock:
            was_open = self._is_open
            self._is_open = False
            return was_open
