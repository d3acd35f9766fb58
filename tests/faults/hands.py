"""Sixteen processes that sign, edit, withdraw, strike and restore, and are killed as they do.

What a verb promises is written down by the process it promised it to, so that it can be held against the logs
afterwards (tests/faults/promises.py). They begin when there is a file `begun` in their folder.
"""

import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from django.db import Error, connections

from tests.faults import work

HANDS = 16
KILL_EVERY = 0.5  # seconds
BREATH = 0.2  # seconds for a database to come back

# Every second hand asks PostgreSQL to answer before its commits are safe.
HURRIED = "-c synchronous_commit=off"


def main(place: str, seconds: str) -> None:
    folder = Path(place)
    work.prepare()
    connections.close_all()
    (folder / "begun").touch()
    ends = time.monotonic() + float(seconds)
    hands = [start(folder, number, ends) for number in range(HANDS)]
    while time.monotonic() < ends:
        time.sleep(KILL_EVERY)
        number = random.randrange(HANDS)
        os.kill(hands[number], signal.SIGKILL)
        os.waitpid(hands[number], 0)
        hands[number] = start(folder, number, ends)
    failed = [pid for pid in hands if os.waitpid(pid, 0)[1]]
    sys.exit(len(failed))


def start(folder: Path, number: int, ends: float) -> int:
    """Fork a hand; the parent goes on with its process id."""
    pid = os.fork()
    if pid:
        return pid
    random.seed()
    os.environ["PGOPTIONS"] = HURRIED if number % 2 else ""
    status = 1
    try:
        toil(folder / f"{os.getpid()}.promised", ends)
        status = 0
    except Exception:  # noqa: BLE001 - there is nobody above a forked process who would print it
        traceback.print_exc()
    finally:
        os._exit(status)  # what the parent has registered for its own end is not this process's to do


def toil(file: Path, ends: float) -> None:
    with file.open("a", buffering=1) as promised:
        while time.monotonic() < ends:
            try:
                promise = work.do_something()
            except Error:  # the database was restarted, or has ended this connection
                connections.close_all()
                time.sleep(BREATH)
                continue
            if promise:
                promised.write(f"{promise}\n")
