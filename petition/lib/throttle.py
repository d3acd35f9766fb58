"""How often something happened within a moving window, counted in Redis, or more strictly here when that is away."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from petition.lib.breaker import Breaker
from petition.lib.hits import Hits, micros

log = logging.getLogger(__name__)

# What a request may lose to a Redis that is away: 0.2 s at most.
CONNECT_SECONDS = 0.05
ANSWER_SECONDS = 0.15
# After a failure Redis is left alone this long; only then does one request try again.
PAUSE_SECONDS = 5.0
# Hits past this many times the limit are told so and not recorded, which bounds the memory a flood can take.
RECORDED = 10

_SCRIPT = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Window:
    """So many hits in so many seconds; asking where one would stand need not count as one."""

    limit: int
    seconds: int
    counts: bool = True


class Throttle:
    """A sliding log per key; `hit` says at which position of the window a hit stands."""

    def __init__(self, url: str, *, processes: int = 1, pause: float = PAUSE_SECONDS) -> None:
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
            protocol=2,  # with 3 a new connection begins with a greeting, which is one more wait
        )
        self._breaker = Breaker(pause)
        self._processes = processes
        self._here = Hits()

    def hit(self, keys: Sequence[tuple[str, Window]], *, at: datetime) -> list[int]:
        """Record one hit on every key, in one round trip; a position above the window's limit is one too many.

        Judged by `at`, when the request came: two hits count together when less than a window lies between them,
        whichever was handled first.
        """
        if self._breaker.may_try():
            try:
                return self._hit_redis(keys, at)
            except RedisError:
                self._leave_alone()
        return [self._hit_here(key, window, at) for key, window in keys]

    def _hit_redis(self, keys: Sequence[tuple[str, Window]], at: datetime) -> list[int]:
        bounds = [bound for _, window in keys for bound in _bounds(window, micros(at))]
        names = [key for key, _ in keys]
        reply = self._redis.eval(_SCRIPT, len(names), *names, secrets.token_hex(8), str(micros(at)), *bounds)
        if self._breaker.succeeded():
            log.info("Limits are counted in Redis again.")
        return cast(list[int], reply)

    def _hit_here(self, key: str, window: Window, at: datetime) -> int:
        """This process sees only its share of the requests, so it allows only its share of the limit."""
        if not window.counts:
            return 1  # what others counted is out of sight, and nothing is held against anybody for that
        share = max(1, window.limit // self._processes)
        position = self._here.hit(key, micros(at), window.seconds * 1_000_000, share * RECORDED)
        return -(-position * window.limit // share)

    def _leave_alone(self) -> None:
        # A restarted Redis answers none of its old connections; those in use are still read by other threads.
        self._redis.connection_pool.disconnect(inuse_connections=False)
        if self._breaker.failed():
            log.warning("Redis does not answer; limits are counted in this process, and more strictly.")


def _bounds(window: Window, at: int) -> list[str]:
    """The script's five words on one key: most recorded, forgotten before, the window's two ends, life in ms."""
    length = window.seconds * 1_000_000
    return [
        str(window.limit * RECORDED if window.counts else 0),
        *map(str, (at - 2 * length, at - length, at + length, window.seconds * 2000)),
    ]
