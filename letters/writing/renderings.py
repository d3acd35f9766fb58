"""What this process has rendered lately."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.utils.safestring import SafeString

# Some 250 letters of usual length, or ten of the longest; a web process has room for no more.
MOST_CHARACTERS = 4_000_000


class Renderings:
    """The renderings asked for last, keyed by the hash of their source and bounded in characters."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self.most = most
        self.size = 0
        self._lock = Lock()
        self._kept: OrderedDict[bytes, SafeString] = OrderedDict()

    def get(self, body: str, title: str, *, make: Callable[[str, str], SafeString]) -> SafeString:
        key = hashlib.sha256(f"{title}\0{body}".encode()).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        return self._keep(key, make(body, title))

    def _keep(self, key: bytes, html: SafeString) -> SafeString:
        with self._lock:
            if key not in self._kept and len(html) <= self.most:
                self._kept[key] = html
                self.size += len(html)
            while self.size > self.most:
                self.size -= len(self._kept.popitem(last=False)[1])
        return html
