"""A sliding log in the memory of one process, for the minutes in which Redis is away."""

import threading
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime

# About 10 MB at a few hits each; a network that invents addresses can't take more.
MOST_KEYS = 20_000
# Once the table is full, all newcomers share one log: strict, and never open.
_NEWCOMERS = "newcomers"


# A full table is searched for stale logs this often at most, so that a flood can't make each hit cost a search.
_SWEEP_MICROS = 10_000_000


@dataclass
class _Log:
    length: int
    moments: list[int] = field(default_factory=list)  # sorted

    def forget(self, until: int) -> None:
        del self.moments[: bisect_right(self.moments, until)]

    def between(self, after: int, before: int) -> int:
        return max(0, bisect_left(self.moments, before) - bisect_right(self.moments, after))


class Hits:
    def __init__(self, most_keys: int = MOST_KEYS) -> None:
        self._most_keys = most_keys
        self._lock = threading.Lock()
        self._logs: dict[str, _Log] = {}
        self._next_sweep = 0

    def hit(self, key: str, at: int, length: int, most: int) -> int:
        """The position of a hit at `at` among those less than `length` away; past `most` it is told, not recorded."""
        with self._lock:
            entry = self._log_of(key, at, length)
            entry.forget(at - 2 * length)
            seen = entry.between(at - length, at + length)
            if seen < most:
                insort(entry.moments, at)
            return seen + 1

    def _log_of(self, key: str, at: int, length: int) -> _Log:
        if key not in self._logs and len(self._logs) >= self._most_keys:
            self._sweep(at)
            if len(self._logs) >= self._most_keys:
                key = f"{_NEWCOMERS} {length}"
        return self._logs.setdefault(key, _Log(length))

    def _sweep(self, at: int) -> None:
        if at < self._next_sweep:
            return
        self._next_sweep = at + _SWEEP_MICROS
        self._logs = {key: entry for key, entry in self._logs.items() if entry.moments[-1] > at - 2 * entry.length}


def micros(at: datetime) -> int:
    """Whole microseconds since 1970, which a Redis score holds without loss."""
    return round(at.timestamp() * 1_000_000)
