"""Strikes processes of a running site, and says when the site worked again."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.crowd import Asked, Crowd
from tests.faults.running import Running, until

READY_WITHIN = 15.0  # seconds, without anybody's help
MAILED_WITHIN = 15.0  # seconds more; it is a few, but other tests may keep the machine busy


@dataclass(frozen=True)
class Outage:
    victim: str
    began: float
    ended: float

    def covers(self, asked: Asked) -> bool:
        return asked.began <= self.ended and asked.ended >= self.began


def strike(site: Running, crowd: Crowd, victim: str, number: signal.Signals = signal.SIGKILL) -> Outage:
    """Send the signal, and wait until somebody who came later has signed, got their mail and confirmed."""
    pid, began = pid_of(site, victim), time.monotonic()
    os.kill(pid, number)
    until(lambda: pid_of(site, victim) != pid and site.get("/ready") == 200, READY_WITHIN, site.said)
    until(lambda: crowd.went_all_the_way(since=began), MAILED_WITHIN, site.said)
    return Outage(victim, began, time.monotonic())


@contextmanager
def hanging(site: Running, victim: str) -> Iterator[None]:
    """The process lives, takes connections, and says nothing until the block ends."""
    pid = pid_of(site, victim)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def pid_of(site: Running, victim: str) -> int:
    """Of a child of the supervisor, as "web", or of the newest process below one, as "web's worker"."""
    child, _, below = victim.partition("'s ")
    pid = site.pid(child)
    if not below:
        return pid
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max(map(int, pids), default=0)
