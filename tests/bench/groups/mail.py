"""Mail on its way to a real mail server: how soon when there is nothing else to do, and how many when there is much."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from letters.models import Letter
from petition.outbox import bell
from petition.outbox.models import Message
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.groups import sign
from tests.bench.load import Failed
from tests.bench.servers import mail, resident
from tests.bench.sink import accepted
from tests.bench.table import Row

SINGLE = 30
PAUSE_SECONDS = 0.3
PATIENCE_SECONDS = 90.0
MOST_SECONDS = 1.0

MANY = 9_000
LEAST = 300
MOST_GROWTH = 1.10


def measure(bench: Bench) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message")  # what other rows of this run owe
    letter = crowd.letter("mailed-here")
    with mail() as (worker, book):
        press(bench, letter, "first@example.net")
        _wait(book, 1)  # the worker is up
        yield _soon(bench, letter, book)
        yield from _many(letter, worker, book)


def _soon(bench: Bench, letter: Letter, book: Path) -> Row:
    """From pressing the button, which is a little before the commit."""
    asked: dict[str, float] = {}
    for number in range(SINGLE):
        address = f"single{number}@example.net"
        asked[address] = time.time()
        press(bench, letter, address)
        time.sleep(PAUSE_SECONDS)
    taken = _wait(book, SINGLE + 1)
    waits = sorted(taken[address] - moment for address, moment in asked.items())
    p50, p95 = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    goal, met = f"p95 < {MOST_SECONDS:.0f} s", p95 < MOST_SECONDS
    return Row("mail, from signing to its acceptance", None, p50 * 1000, p95 * 1000, p95 / MOST_SECONDS, goal, met)


def _many(letter: Letter, worker: subprocess.Popen[bytes], book: Path) -> Iterator[Row]:
    before = len(accepted(book))
    crowd.pending([letter], MANY, state=Message.State.OWED, host="drained.example.org")
    bell.ring()
    _wait(book, before + MANY // 3)
    early = _memory(worker)
    moments = sorted(_wait(book, before + MANY).values())
    rate = (MANY - 1) / (moments[-1] - moments[before])
    yield Row("mail, drained by one worker", rate, ratio=rate / LEAST, goal=f"≥ {LEAST}/s", met=rate >= LEAST)
    growth = _memory(worker) / early
    name = f"  its memory, {early:.0f} MB after a third, at the end"
    yield Row(name, ratio=growth, goal=f"≤ {MOST_GROWTH:.2f}", met=growth <= MOST_GROWTH)


def press(bench: Bench, letter: Letter, address: str) -> None:
    answer = bench.site.post(sign.path(letter), sign.form(address))
    if answer != 302:
        raise Failed(f"Signing is answered {answer}.")


def _memory(worker: subprocess.Popen[bytes]) -> float:
    """Of the worker and the processes it sends from."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return resident(worker.pid) + sum(resident(int(child)) for child in children)


def _wait(book: Path, many: int) -> dict[str, float]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(taken := accepted(book)) < many:
        if time.monotonic() > deadline:
            raise Failed(f"{len(taken)} of {many} mails have arrived.")
        time.sleep(0.1)
    return taken
