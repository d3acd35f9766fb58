import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from petition.edge.copies import Copy

# No copy is older when it is given out. After the younger age the next reader renders a new one, and the others get
# the old one meanwhile.
LIFE_SECONDS = 1.0
RENEW_AFTER_SECONDS = 0.5
# A render that takes longer leaves those who wait for it to Django.
PATIENCE_SECONDS = 10.0


class Key(NamedTuple):
    host: str
    path: str
    words: str


@dataclass
class Flight:
    """One render that others wait for."""

    landed: threading.Event = field(default_factory=threading.Event)
    copy: Copy | None = None

    @classmethod
    def landed_with(cls, copy: Copy) -> "Flight":
        flight = cls(copy=copy)
        flight.landed.set()
        return flight

    def wait(self) -> Copy | None:
        self.landed.wait(PATIENCE_SECONDS)
        return self.copy


class Shelf:
    """The copies of the last second, oldest first, bounded in bytes; and who is rendering which page."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.copies: dict[Key, Copy] = {}
        self.flights: dict[Key, Flight] = {}
        self.lock = threading.Lock()

    def get(self, key: Key) -> Copy | None:
        return self.copies.get(key)

    def put(self, key: Key, copy: Copy) -> None:
        with self.lock:
            self._drop(key)
            self.copies[key] = copy
            self.bytes += copy.size
            while self.copies and (self.bytes > self.most_bytes or self._oldest().age > LIFE_SECONDS):
                self._drop(next(iter(self.copies)))

    def board(self, key: Key, old: Copy | None) -> tuple[Flight, bool]:
        """The render of this page that is under way, and whether the caller is the one who has to do it."""
        with self.lock:
            if key in self.flights:
                return self.flights[key], False
            fresh = self.copies.get(key)
            if fresh is not None and fresh is not old:
                return Flight.landed_with(fresh), False  # it came down while we were looking
            self.flights[key] = Flight()
            return self.flights[key], True

    def land(self, key: Key) -> None:
        with self.lock:
            self.flights.pop(key).landed.set()

    def _oldest(self) -> Copy:
        return next(iter(self.copies.values()))

    def _drop(self, key: Key) -> None:
        if copy := self.copies.pop(key, None):
            self.bytes -= copy.size


class LastingShelf:
    """Copies of what never changes, the longest unasked first; bounded in bytes, and by nothing else."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.copies: OrderedDict[str, Copy] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, path: str) -> Copy | None:
        if path not in self.copies:
            return None
        with self.lock:
            copy = self.copies.get(path)
            if copy is not None:
                self.copies.move_to_end(path)
            return copy

    def put(self, path: str, copy: Copy) -> None:
        with self.lock:
            if path in self.copies:
                return
            self.copies[path] = copy
            self.bytes += copy.size
            while self.bytes > self.most_bytes:
                _, dropped = self.copies.popitem(last=False)
                self.bytes -= dropped.size
