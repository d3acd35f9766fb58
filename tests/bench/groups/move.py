"""The migration that gives a letter with a million signatures its log, on a site as it was before there were logs."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg

from tests.bench.bench import Bench
from tests.bench.load import Failed
from tests.bench.servers import resident
from tests.bench.table import Row
from tests.letters.signing.former import Former, former_site
from tests.live import ROOT

SIZE = 1_000_000
MOST_SECONDS = 300
FLAT = 1.1  # memory at the end, as a multiple of that after a third


def measure(_: Bench) -> Iterator[Row]:
    with former_site("before_the_logs") as site:
        _fill(site)
        started = time.monotonic()
        held = _migrate(site)
        took = time.monotonic() - started
        _demand_all_counted(site)
    share, goal = took / MOST_SECONDS, f"≤ {MOST_SECONDS} s"
    yield Row(f"migration of {SIZE:,} signatures, {took:.0f} s", SIZE / took, ratio=share, goal=goal, met=share <= 1)
    third, end = held[len(held) // 3], held[-1]
    growth, goal = end / third, f"≤ {FLAT} × at a third"
    yield Row(f"  its memory, {third:.0f} MB, then {end:.0f} MB", ratio=growth, goal=goal, met=growth <= FLAT)


def _fill(site: Former) -> None:
    letter = site.letter("crowded")
    site.crowd(letter, site.version(letter, "crowded", 1), SIZE)
    with psycopg.connect(site.database, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE letters_signature")


def _migrate(site: Former) -> list[float]:
    """Megabytes that the migration holds in memory after each batch."""
    command, env = [sys.executable, "manage.py", "migrate"], site.env | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        held = [resident(process.pid) for line in process.stdout or () if "moved into the log" in line]
    if process.returncode:
        raise Failed("The migration failed.")
    return held


def _demand_all_counted(site: Former) -> None:
    (counted,) = site.ask("SELECT sum(count) FROM letters_log")[0]
    if counted != SIZE:
        raise Failed(f"The logs count {counted} signatures.")
