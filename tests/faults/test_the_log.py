"""A site's logs while everybody writes to them and everything dies; they never lose or contradict what they showed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from petition.embedded.postgres import postgres_url
from petition.embedded.redis import redis_url
from petition.embedded.state import State
from tests.faults.running import Running, until

SECONDS = 60.0
IMMEDIATE_STOPS = 3
SHOWN = "SELECT id, size, encode(root, 'hex') FROM letters_log WHERE size > 0"
END_SOMEBODY = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND datname = current_database() ORDER BY random() LIMIT 2
"""
WAITING = "SELECT count(*) FROM letters_operation WHERE index IS NULL"


class Fire:
    """The site under fire, read and struck past its own code."""

    def __init__(self, site: Running, folder: Path) -> None:
        state = State(site.state)
        self.site, self.folder, self.database = site, folder, postgres_url(state)
        self.env = os.environ | site.env | {"DATABASE_URL": self.database, "REDIS_URL": redis_url(state)}

    def program(self, name: str, *words: str) -> "subprocess.Popen[bytes]":
        """One that speaks into a file: nobody reads a pipe while it runs, and a full one would hold it up."""
        command = [sys.executable, "-m", "tests.faults.inside", name, str(self.folder), *words]
        with self.said(name).open("wb") as said:
            return subprocess.Popen(command, env=self.env, stdout=said, stderr=subprocess.STDOUT)

    def said(self, name: str) -> Path:
        return self.folder / f"{name}.txt"

    def keep_what_is_shown(self) -> None:
        """Write down the checkpoints of this moment, as somebody would who does not trust us."""
        rows = self.ask(SHOWN)
        with (self.folder / "shown").open("a") as shown:
            shown.writelines(f"{log_id} {size} {root}\n" for log_id, size, root in rows)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The answer; none while the database is away."""
        try:
            with psycopg.connect(self.database, connect_timeout=2) as connection:
                return connection.execute(question).fetchall()
        except psycopg.OperationalError:
            return []

    def stop_the_database_at_once(self) -> None:
        os.kill(self.site.pid("postgres"), signal.SIGQUIT)


@pytest.fixture
def fire(tmp_path: Path) -> Iterator[Fire]:
    env = {"DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings", "DEBUG": "1"}
    site = Running(tmp_path / "state", **env)
    folder = tmp_path / "promises"
    folder.mkdir()
    try:
        site.start()
        yield Fire(site, folder)
    finally:
        site.end()


def test_no_log_loses_or_contradicts_what_it_has_shown(fire: Fire) -> None:
    hands, stops = fire.program("hands", str(SECONDS)), 0
    until((fire.folder / "begun").exists, 60, fire.site.said)
    began = time.monotonic()
    while hands.poll() is None:
        time.sleep(random.uniform(0.2, 0.6))
        fire.keep_what_is_shown()
        fire.ask(END_SOMEBODY)
        if stops < IMMEDIATE_STOPS and time.monotonic() - began > SECONDS * (stops + 1) / (IMMEDIATE_STOPS + 1):
            fire.stop_the_database_at_once()
            stops += 1
    assert hands.returncode == 0, fire.said("hands").read_text()[-5_000:]
    assert stops == IMMEDIATE_STOPS

    until(lambda: fire.ask(WAITING) == [(0,)], 90, lambda: "The sweep leaves operations behind.")

    judge = fire.program("promises")
    judge.wait()
    said = fire.said("promises").read_text()
    assert judge.returncode == 0, said
    promises, checkpoints = (int(word) for word in said.splitlines()[-1].split() if word.isdigit())
    assert promises > 100
    assert checkpoints > 20
