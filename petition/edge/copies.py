"""A page kept in memory, in every form in which somebody may ask for it."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from petition.metrics import hit_counter

Headers = list[tuple[str, str]]

# Smaller bodies fit one packet anyway.
WORTH_PACKING_BYTES = 1000
PACK_LEVEL = 6
# Hashes don't get smaller, and what hardly does is not worth the reader's time.
WORTH_UNPACKING = 0.9
# Made anew for each answer, or by the server.
NOT_KEPT = ("content-length", "x-request-id", "vary", "etag")
HEADERS_BYTES = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    headers: Headers
    body: bytes
    count: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """The answers are made once; serving one of them is a look-up."""

    born: float
    tag: str
    plain: Answer
    packed: Answer
    unchanged: Answer

    @property
    def age(self) -> float:
        return time.monotonic() - self.born

    @property
    def size(self) -> int:
        packed = 0 if self.packed is self.plain else len(self.packed.body)
        return len(self.plain.body) + packed + HEADERS_BYTES

    def answer(self, accepted: str, known: str) -> Answer:
        if known and self.tag in known:
            return self.unchanged
        return self.packed if takes_gzip(accepted) else self.plain


def make_copy(route: str, status: str, headers: Headers, body: bytes, *, born: float) -> Copy:
    tag = f'W/"{sha256(body).hexdigest()[:32]}"'
    kept = [header for header in headers if header[0].lower() not in NOT_KEPT]
    kept += [("ETag", tag), ("Vary", "Accept-Encoding")]
    bare = [header for header in kept if header[0].lower() != "content-type"]
    count = hit_counter(route, status[:3])
    plain = Answer(status, [*kept, ("Content-Length", str(len(body)))], body, count)
    unchanged = Answer("304 Not Modified", bare, b"", hit_counter(route, "304"))
    return Copy(born, tag, plain, _packed(status, kept, body, count) or plain, unchanged)


def _packed(status: str, kept: Headers, body: bytes, count: Callable[[], None]) -> Answer | None:
    if len(body) < WORTH_PACKING_BYTES:
        return None
    packed = gzip.compress(body, PACK_LEVEL, mtime=0)
    if len(packed) > len(body) * WORTH_UNPACKING:
        return None
    headers = [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
    return Answer(status, headers, packed, count)


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Browsers write a handful of these headers, so reading each once is enough."""
    for word in accepted.lower().split(","):
        name, _, weight = word.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
