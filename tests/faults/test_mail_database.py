"""A whole site whose PostgreSQL restarts while it sends; every mail arrives."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from petition.embedded.postgres import postgres_url
from petition.embedded.redis import redis_url
from petition.embedded.state import State
from tests.faults.running import Running, until
from tests.sink import Sink, serving

SETTINGS = "tests.faults.mail_settings"
MAILS = 400
RESTARTS = 2


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    sink = Sink()
    with serving(sink) as port:
        yield sink, port


@pytest.fixture
def site(tmp_path: Path, sink: tuple[Sink, int]) -> Iterator[Running]:
    site = Running(
        tmp_path / "state", DJANGO_SETTINGS_MODULE=SETTINGS, EMAIL_URL=f"smtp://127.0.0.1:{sink[1]}", DEBUG="1"
    )
    try:
        site.start()
        yield site
    finally:
        site.end()


def owe(site: Running, number: int) -> None:
    state = State(site.state)
    where = {"DATABASE_URL": postgres_url(state), "REDIS_URL": redis_url(state), "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run([sys.executable, "-m", "tests.faults.owing", str(number)], env={**os.environ, **where}, check=True)


def test_a_database_restarted_while_mail_is_sent_loses_none(site: Running, sink: tuple[Sink, int]) -> None:
    mails = sink[0].mails
    owe(site, MAILS)

    for restart in range(RESTARTS):
        until(lambda: len(mails) >= 80 * (restart + 1), 30, site.said)  # noqa: B023  asked at once
        os.kill(site.pid("postgres"), signal.SIGKILL)

    until(lambda: len(sink[0].ids()) == MAILS, 60, site.said)
    # Two workers, so at most two mails were on their way at each restart.
    assert len(mails) <= MAILS + 2 * RESTARTS
