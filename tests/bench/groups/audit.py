"""A log recomputed by its operator from all tables, and by a stranger from an exported folder."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command

from letters.ledger import check_log
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.load import Failed
from tests.bench.table import Row

SIZE = 200_000
ROUNDS = 3
LEAST = 50_000  # entries a second


def measure(bench: Bench) -> Iterator[Row]:
    letter, folder = crowd.signed_by(SIZE), bench.folder / "export"
    with (bench.folder / "log" / "audit.log").open("w") as said:
        yield _row("manage.py log verify", _best(lambda: call_command("log", "verify", letter.slug, stdout=said)))
        call_command("log", "export", str(folder), letter.slug, stdout=said)
    replayed: list[int] = []
    yield _row("check_log.py, an exported folder", _best(lambda: replayed.append(_check(folder))))
    yield Row("  of that its entries, tiles and root, without openings", max(replayed))


def _row(name: str, rate: float) -> Row:
    return Row(f"{name}, {SIZE:,} entries", rate, ratio=rate / LEAST, goal=f"≥ {LEAST:,}/s", met=rate >= LEAST)


def _best(read: Callable[[], object]) -> float:
    """Entries a second in the best of some rounds, because other programs make no audit faster."""
    return SIZE / min(_seconds(read) for _ in range(ROUNDS))


def _seconds(read: Callable[[], object]) -> float:
    started = time.perf_counter()
    read()
    return time.perf_counter() - started


def _check(folder: Path) -> int:
    """As a journalist does, in a process of its own and with nothing remembered; what it says of its speed."""
    state = folder / "remembered.json"
    state.unlink(missing_ok=True)
    command = [sys.executable, check_log.__file__, str(folder), "--state", str(state)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    speed = re.search(r"signed root \(([\d,]+) a second\)", done.stdout)
    if done.returncode or not speed or f"{SIZE:,} signatures in" not in done.stdout:
        raise Failed(f"check_log.py says: {done.stdout}")
    return int(speed[1].replace(",", ""))
