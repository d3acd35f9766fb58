"""A log recomputed by its operator from all tables, and by a stranger from an exported folder."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command

from letters.ledger import check_log
from letters.models import Letter
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
        yield _row("manage.py log verify", lambda: call_command("log", "verify", letter.slug, stdout=said))
        call_command("log", "export", str(folder), letter.slug, stdout=said)
    yield _row("check_log.py, an exported folder", lambda: _check(folder, letter))


def _row(name: str, read: Callable[[], object]) -> Row:
    """The best of some rounds, because other programs make no audit faster."""
    rate = SIZE / min(_seconds(read) for _ in range(ROUNDS))
    return Row(f"{name}, {SIZE:,} entries", rate, ratio=rate / LEAST, goal=f"≥ {LEAST:,}/s", met=rate >= LEAST)


def _seconds(read: Callable[[], object]) -> float:
    started = time.perf_counter()
    read()
    return time.perf_counter() - started


def _check(folder: Path, letter: Letter) -> None:
    """As a journalist does: in a process of its own, with nothing remembered."""
    state = folder / "remembered.json"
    state.unlink(missing_ok=True)
    command = [sys.executable, check_log.__file__, str(folder), "--state", str(state)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or f"{SIZE:,} signatures in" not in done.stdout:
        raise Failed(f"The log of {letter.slug} does not hold: {done.stdout}")
