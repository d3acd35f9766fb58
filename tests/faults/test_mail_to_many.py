"""An update to many, while everything that can die dies, again and again; everybody who should have it has it, once.

MAILS_TO_MANY=20000 asks for the full size.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from petition.embedded.redis import redis_url
from petition.embedded.state import State
from tests.faults.books import Books
from tests.faults.hostile import Hostile, address_of
from tests.faults.outages import pid_of
from tests.faults.running import Running, until
from tests.sink import DROP, HANG, serving

MANY = int(os.environ.get("MAILS_TO_MANY", "1500"))
LEAVING = MANY // 20
ROUND_EACH = 5_000  # mails
SENDERS = 2  # processes of the site's worker that send, each of which may be killed with one mail on its way
QUIET = 6.0  # seconds without a mail: everything that is owed waits for its time
PATIENCE = 90.0 + MANY / 50

# What a clock that is set forward by an hour does to everything that waits: all workers read their own.
AN_HOUR_LATER = """
LOCK TABLE outbox_message IN EXCLUSIVE MODE;
UPDATE outbox_message SET due_at = due_at - interval '1 hour', claimed_until = claimed_until - interval '1 hour',
                          retire_at = retire_at - interval '1 hour' WHERE state = 'owed';
UPDATE outbox_domain SET until = until - interval '1 hour', queued_until = queued_until - interval '1 hour';
UPDATE outbox_pause SET until = until - interval '1 hour';
"""
ENDED = "SELECT state, count(*) FROM outbox_message WHERE kind = 'updates.update' GROUP BY state"


class Fire:
    """What is done to a site while it sends: how many senders were killed by it, and how many leases cut short."""

    def __init__(self, site: Running, sink: Hostile) -> None:
        self.site, self.sink, self.kills, self.cut = site, sink, 0, 0

    def one_sender_dies(self) -> None:
        self.kill("worker's worker", senders=1)

    def the_worker_dies(self) -> None:
        self.kill("worker", senders=SENDERS)

    def beat_dies(self) -> None:
        self.kill("beat", senders=0)

    def redis_dies(self) -> None:
        self.kill("redis", senders=0)

    def postgres_dies(self) -> None:
        self.kill("postgres", senders=0)
        until(lambda: self.site.get("/ready") == 200, 30, self.site.said)

    def redis_is_flushed(self) -> None:
        Redis.from_url(redis_url(State(self.site.state))).flushall()

    def the_server_stalls(self) -> None:
        self.sink.answer("DATA", HANG)

    def the_server_hangs_up_after_data(self) -> None:
        self.sink.answer("DATA", DROP)

    def the_last_leave(self) -> None:
        inside(self.site, "leave", LEAVING)

    def an_hour_passes(self) -> None:
        """A lease that ends while its mail is on its way may cost a second one, for each sender."""
        with psycopg.connect(Books(self.site).database) as connection:
            connection.execute(AN_HOUR_LATER)
        self.cut += SENDERS

    def kill(self, victim: str, *, senders: int) -> None:
        until(lambda: pid_of(self.site, victim) != 0, 30, self.site.said)
        os.kill(pid_of(self.site, victim), signal.SIGKILL)
        self.kills += senders

    def strikes(self) -> list[Callable[[], None]]:
        """Every one in turn, the more often the more mails there are."""
        round_ = [
            *(self.one_sender_dies, self.the_server_stalls, self.the_worker_dies, self.redis_is_flushed),
            *(self.the_server_hangs_up_after_data, self.an_hour_passes, self.postgres_dies, self.beat_dies),
        ]
        return [self.the_last_leave, *round_ * (MANY // ROUND_EACH or 1), self.redis_dies, self.one_sender_dies]


@pytest.fixture
def fire(tmp_path: Path) -> Iterator[Fire]:
    sink = Hostile(busy_for=2)
    with serving(sink) as port:
        env = {"DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        site = Running(tmp_path / "state", DEBUG="1", **env)
        try:
            site.start()
            yield Fire(site, sink)
        finally:
            site.end()


def test_everybody_who_wants_the_news_has_it_once_whatever_dies_meanwhile(fire: Fire) -> None:
    readers = [address_of(number) for number in range(MANY)]
    wanted = {address for address in readers[:-LEAVING] if not address.startswith("gone")}
    inside(fire.site, "begin", MANY)

    under_fire(fire, most=len(wanted))
    until_all_is_over(fire)

    had, ended = Counter(fire.sink.taken), dict(ask(fire, ENDED))
    again, lost = had.total() - len(had), wanted - set(had)
    print(f"{MANY} owed, {fire.kills} kills, {fire.cut} leases cut short:")
    print(f"{again} had it twice, {len(lost)} lost, {dict(ended)}")
    assert set(had) == wanted
    assert again <= fire.kills + fire.cut
    assert ended == {"sent": len(wanted), "retired": len(fire.sink.refused), "unwanted": LEAVING}


def under_fire(fire: Fire, *, most: int) -> None:
    """One strike after the other, spread over the first part of the mails."""
    strikes = fire.strikes()
    for place, strike in enumerate(strikes):
        enough = int(most * 0.7 * (place + 1) / (len(strikes) + 1))
        until(lambda: len(fire.sink.taken) >= enough, PATIENCE, fire.site.said)  # noqa: B023  asked at once
        strike()


def until_all_is_over(fire: Fire) -> None:
    """Nothing is owed; an hour passes whenever all that is left waits for its time."""
    deadline = time.monotonic() + PATIENCE
    while Books(fire.site).owed():
        assert time.monotonic() < deadline, f"{Books(fire.site).owed()} are owed still.\n{fire.site.said()[-3000:]}"
        before = len(fire.sink.taken)
        time.sleep(QUIET)
        if before == len(fire.sink.taken):
            fire.an_hour_passes()


def ask(fire: Fire, question: str) -> list[tuple[str, int]]:
    with psycopg.connect(Books(fire.site).database) as connection:
        return connection.execute(question).fetchall()


def inside(site: Running, verb: str, number: int) -> None:
    command = [sys.executable, "-m", "tests.faults.inside", "announcing", verb, str(number)]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings"}
    subprocess.run(command, env={**os.environ, **Books(site).env, **settings}, check=True)
