"""A command that gets engines of its own: what it sees, and what is left of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from petition.embedded.state import leftovers
from tests.faults.running import OURS, until

ASK_BOTH = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("show fsync").fetchone()[0], connection.execute("select current_database()").fetchone()[0])
print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
"""


def private(var: Path, *words: str, **env: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "-m", "petition.embedded", "with", *words],
        env={**inherited, "STATE_DIR": str(var), **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("fsync", ["on", "off"])
def test_the_command_reaches_engines_of_its_own(tmp_path: Path, fsync: str) -> None:
    said, _ = private(tmp_path, "--fsync", fsync, "--", sys.executable, "-c", ASK_BOTH).communicate(timeout=60)

    assert said.splitlines() == [f"{fsync} petition", "True"]


def test_the_status_is_the_commands_and_nothing_stays(tmp_path: Path) -> None:
    process = private(tmp_path, "--", "sh", "-c", "sleep 300 & echo $STATE_DIR; exit 7")
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 7
    assert leftovers(Path(said.strip())) == []
    assert list(tmp_path.iterdir()) == []


def test_engines_named_by_the_environment_are_used(tmp_path: Path) -> None:
    named = {"DATABASE_URL": "postgres://db.example/x", "REDIS_URL": "redis://cache.example"}
    said, _ = private(tmp_path, "--", "sh", "-c", "echo $DATABASE_URL $REDIS_URL", **named).communicate(timeout=60)

    assert said.split() == list(named.values())


def test_a_signal_reaches_the_command_and_nothing_stays(tmp_path: Path) -> None:
    process = private(tmp_path, "--", "sh", "-c", "trap 'exit 3' TERM; echo; while :; do sleep 0.1; done")
    assert process.stdout
    process.stdout.readline()

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 3
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_one_left_is_gone_after_the_next(tmp_path: Path) -> None:
    process = private(tmp_path, "--", "sh", "-c", "echo $STATE_DIR; exec sleep 300")
    assert process.stdout
    state = Path(process.stdout.readline().strip())

    process.kill()
    process.wait()
    until(lambda: leftovers(state) == [], 15, lambda: f"{leftovers(state)} live on")
    private(tmp_path, "--", "true").communicate(timeout=60)

    assert list(tmp_path.iterdir()) == []


def test_engines_in_use_are_no_leftovers_of_the_folder_above(tmp_path: Path) -> None:
    """`make test` runs in a folder inside the one of `make run`, which ends its own leftovers when it starts."""
    process = private(tmp_path, "--", "sh", "-c", "echo $STATE_DIR; exec sleep 300")
    assert process.stdout
    state = Path(process.stdout.readline().strip())

    assert leftovers(tmp_path) == []
    assert len(leftovers(state)) >= 3  # both engines and the command

    process.terminate()
    process.wait(30)
