"""A real granian on the test's own database, asked over real HTTP."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from tests.sink import free_port

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
STARTS_WITHIN_SECONDS = 20.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Site:
    """The running server; `get` and `post` follow no redirect and keep no cookie, so that a test sees every answer."""

    port: int
    process: subprocess.Popen[bytes]
    log_file: Path
    read: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, data: Mapping[str, object] | None = None, **headers: str) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, urlencode(data or {}, doseq=True).encode(), form | headers)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Header names may be written with underscores, as keywords are."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def log(self) -> str:
        return self.log_file.read_text()


@contextmanager
def running_site(folder: Path, *, workers: int = 1, threads: int = 8, **env: str) -> Iterator[Site]:
    """Start granian for the database that this test process uses, and end it and all its workers afterwards."""
    port, log_file = free_port(), folder / "granian.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "petition.wsgi:application"]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(folder, port) | env, stdout=log, stderr=log, start_new_session=True
        )
    site = Site(port, process, log_file)
    try:
        _wait(site)
        yield site
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # the workers of a killed master would go on
        process.wait()


def _environment(folder: Path, port: int) -> dict[str, str]:
    """What this process was started with, on the test database; pages come from Django unless a test says EDGE=1."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(address._replace(path="/" + connection.settings_dict["NAME"]))
    given = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "SITE_URL": f"http://{HOST}:{port}",
        "STATE_DIR": str(folder),
        "EDGE": "0",
    }
    return {**os.environ, **given}


def _wait(site: Site) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and site.process.poll() is None:
        try:
            if site.get("/ready").status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    raise AssertionError(f"The server does not come up:\n{site.log()}")
