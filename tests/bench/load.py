"""Load from wrk, a compiled generator that is never the bottleneck itself."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

SCRIPT = Path(__file__).with_name("wrk.lua")
CONNECTIONS = 16
WARMING_SECONDS = 3
SETTLE_SECONDS = 2.0  # until what was cut off at the end of a round has been answered, too
MICROS = 1_000_000


@dataclass(frozen=True)
class Request:
    path: str
    form: Mapping[str, object] | None = None

    def line(self) -> str:
        return f"POST\t{self.path}\t{urlencode(self.form)}\n" if self.form else f"GET\t{self.path}\t\n"


@dataclass(frozen=True)
class Measured:
    requests: int
    rate: float  # per second
    p50: float  # milliseconds
    p95: float


class Failed(Exception):
    """The load did not do what was to be measured."""


def warm(url: str, requests: Iterable[Request]) -> None:
    """Let every process of a server answer once, which may take longer than a round."""
    _run(url, requests, seconds=WARMING_SECONDS)
    time.sleep(SETTLE_SECONDS)


def ask(url: str, requests: Iterable[Request], *, seconds: int, connections: int = CONNECTIONS) -> Measured:
    """Send requests for some seconds, from the first again when they end; any failure spoils the measurement."""
    return _read(_run(url, requests, seconds=seconds, connections=connections))


def use_up(url: str, requests: list[Request], *, seconds: int) -> Measured:
    """Send each request once at most; there must be more of them than can be answered."""
    measured = ask(url, requests, seconds=seconds)
    time.sleep(SETTLE_SECONDS)
    if measured.requests + CONNECTIONS > len(requests):
        raise Failed(f"{len(requests)} requests were too few for {seconds} s.")
    return measured


def middle(rounds: list[Measured]) -> Measured:
    """The median of each number; a busy moment of the machine spoils one round only."""
    return Measured(
        sum(one.requests for one in rounds),
        median(one.rate for one in rounds),
        median(one.p50 for one in rounds),
        median(one.p95 for one in rounds),
    )


def _run(url: str, requests: Iterable[Request], *, seconds: int, connections: int = CONNECTIONS) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(request.line() for request in requests)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url]
        return subprocess.run([*command, "--", file.name], capture_output=True, text=True, check=True).stdout


def _read(said: str) -> Measured:
    found = re.search(r"^measured (\d+) (\d+) (\d+) (\d+) (\d+)$", said, re.MULTILINE)
    if not found:
        raise Failed(f"wrk measured nothing: {said!r}")
    requests, micros, p50, p95, failed = map(int, found.groups())
    if failed or not requests:
        raise Failed(f"{failed} of {requests} requests failed.")
    return Measured(requests, requests * MICROS / micros, p50 / 1000, p95 / 1000)
