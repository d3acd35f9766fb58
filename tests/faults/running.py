"""A whole site of its own, started as an operator starts it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from petition.embedded.state import leftovers
from tests.sink import free_port

# What `make test` or pytest-django set for us, and a site of its own must not see.
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEBUG", "SITE_URL", "DJANGO_SETTINGS_MODULE")


class Running:
    """One `run` in a state folder; started again, it finds the data of the last time."""

    def __init__(self, state: Path, **env: str) -> None:
        self.state, self.port, self.env = state, free_port(), env
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.process = self.command("run")
        until(self.greeted, 150, lambda: f"The site does not come up:\n{self.said()}")

    def command(self, verb: str) -> subprocess.Popen[bytes]:
        """`run` or `stop`, what it says kept beside the state folder."""
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        env = {**inherited, "STATE_DIR": str(self.state), "PORT": str(self.port), **self.env}
        with self.output(verb).open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "petition.embedded", verb],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self, verb: str) -> Path:
        return self.state.with_name(f"{verb} {self.port}.txt")

    def said(self, verb: str = "run") -> str:
        return self.output(verb).read_text()

    def greeted(self) -> bool:
        assert self.runs, self.said()
        return "to stop:" in self.said()

    def facts(self) -> dict[str, Any]:
        return dict(json.loads((self.state / "run.json").read_text()))

    def pid(self, child: str) -> int:
        return int(self.facts()["children"][child])

    def processes(self) -> list[int]:
        return leftovers(self.state)

    def get(self, path: str) -> int:
        """The status of a page, 0 while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send the supervisor a signal and wait for it; returns its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(60)


def until(true: Callable[[], bool], seconds: float, failure: Callable[[], str] = lambda: "It never came.") -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, failure()
        time.sleep(0.1)
