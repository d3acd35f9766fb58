"""Real Celery processes that send to a sink, from the database of this test."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from petition.embedded.redis import binary as redis_binary
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.petition.outbox.testing_kinds import NOTE

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "petition"]
WORKER = ["worker", "--loglevel", "WARNING", "--concurrency", "1", "--without-gossip", "--without-mingle"]


class Process:
    """One program with everything it starts, which can be killed all at once and started again."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self.command, self.env, self.log = command, env, log
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env={**os.environ, **self.env}, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # it was asked to stop, and nothing of it is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text()


def environment(smtp_port: int, redis_url: str = "") -> dict[str, str]:
    address = urlsplit(os.environ["DATABASE_URL"])
    return {
        "DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings",
        "DATABASE_URL": urlunsplit(address._replace(path="/" + connection.settings_dict["NAME"])),
        "REDIS_URL": redis_url or settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
    }


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[Process]:
    process = Process(command, env, log)
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def worker(folder: Path, env: dict[str, str]) -> Iterator[Process]:
    with running([*CELERY, *WORKER], env, folder / "worker.log") as process:
        yield process


@contextmanager
def beat(folder: Path, env: dict[str, str]) -> Iterator[Process]:
    keeps = ["--schedule", str(folder / "schedule"), "--pidfile="]
    with running([*CELERY, "beat", "--loglevel", "WARNING", *keeps], env, folder / "beat.log") as process:
        yield process


@contextmanager
def redis(folder: Path) -> Iterator[tuple[Process, str]]:
    """A Redis of this test alone, and its address."""
    path = folder / "redis.sock"
    command = [redis_binary(), "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no"]
    with running(command, {}, folder / "redis.log") as process:
        yield process, f"unix://{path}?db=0"


def owe_notes(number: int) -> None:
    for cause in range(number):
        owe(NOTE, to=f"signer{cause}@example.org", cause=cause)


def wait_until_sent(seconds: float, process: Process) -> None:
    """Until nothing is owed any more."""
    deadline = time.monotonic() + seconds
    while Message.objects.owed().exists():
        assert time.monotonic() < deadline, (
            f"{Message.objects.owed().count()} are owed still.\n{process.said()[-3000:]}"
        )
        time.sleep(0.1)
