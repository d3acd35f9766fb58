"""The site's own processes, started with the commands of `make run`, and the ones they are measured beside."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from petition.embedded import programs
from petition.embedded.state import State
from tests.bench import bare
from tests.bench.environment import PORT, SINK_PORT
from tests.bench.load import Failed
from tests.sink import free_port

STARTS_WITHIN_SECONDS = 60.0
FOLDER = Path(settings.STATE_DIR)
networks = count()
BARE = "tests.bench.bare:application"


class Web:
    """One granian; `ask` is for a word with it, load comes from load.py."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process
        self.url = f"http://{programs.HOST}:{port}"

    def get(self, path: str) -> http.client.HTTPResponse:
        """The answer as a browser gets it, packed, with its body still to be read."""
        connection = http.client.HTTPConnection(programs.HOST, self.port, timeout=30)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": settings.SITE.netloc})
        return connection.getresponse()

    def post(self, path: str, form: Mapping[str, object]) -> int:
        """The status of the answer; each post comes from a network of its own."""
        connection = http.client.HTTPConnection(programs.HOST, self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        number = next(networks)
        headers["X-Forwarded-For"] = f"192.168.{number // 256 % 256}.{number % 256}"
        connection.request("POST", path, urlencode(form), headers)
        try:
            return connection.getresponse().status
        finally:
            connection.close()

    def resident(self) -> list[float]:
        """Megabytes that each worker holds in memory."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [resident(int(child)) for child in children]


def resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


@contextmanager
def web(*, edge: bool) -> Iterator[Web]:
    port = PORT if edge else free_port()
    command = programs.web(dict(os.environ), port).command
    with _granian(command, port, EDGE="1" if edge else "0") as server:
        yield server


@contextmanager
def bare_function(folder: Path) -> Iterator[Web]:
    """The same server with the same workers and threads, before a function that only gives the kept answer."""
    port = free_port()
    command = [*programs.web(dict(os.environ), port).command[:-1], BARE]
    with _granian(command, port, **{bare.FOLDER: str(folder)}) as server:
        yield server


@contextmanager
def _granian(command: Sequence[str], port: int, **env: str) -> Iterator[Web]:
    with running("web", command, **env) as process:
        server = Web(port, process)
        _wait(server)
        yield server


@contextmanager
def mail() -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A mail server, the worker and beat; the worker's process, and the file in which the mail server notes mails."""
    book = FOLDER / "accepted.txt"
    beat = programs.beat({}, State(FOLDER)).command
    sink = [sys.executable, "-m", "tests.bench.sink", str(SINK_PORT), str(book)]
    with running("sink", sink), running("worker", programs.worker({}).command) as worker, running("beat", beat):
        yield worker, book


@contextmanager
def running(name: str, command: Sequence[str], **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process with its log in the state folder, ended with everything it started."""
    with (FOLDER / "log" / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, env={**os.environ, **env}, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(server: Web) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.get("/ready").status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise Failed("The server does not come up.")
