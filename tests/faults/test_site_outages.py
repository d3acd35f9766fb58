"""A whole site whose processes die, hang and come back while people sign; nothing that it promised is lost."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.faults.books import Books
from tests.faults.browsing import name_of, sign_on_one_connection
from tests.faults.crowd import Crowd
from tests.faults.outages import hanging, strike
from tests.faults.running import Running, until
from tests.sink import Sink, free_port, serving

VICTIMS = ("web", "web's worker", "worker", "worker's process", "beat", "redis", "postgres", "postgres's connection")
# What a request can't do without. When another process dies, nobody who signs notices anything.
NEEDED = ("web", "web's worker", "postgres", "postgres's connection")
PER_NETWORK = 10  # tries an hour; half of it for each of the two web processes while Redis is away
HANGS_FOR = 7.0  # seconds; longer than Redis is left alone after a failure, so that it is tried again
SIGNING_TAKES_LESS_THAN = 3.0  # seconds, whatever Redis does
MAILED_WITHIN = 60.0


@dataclass
class Town:
    """A site, the mail server it knows, and what was written down before the test."""

    site: Running
    mail_port: int
    books: Books
    sink: Sink = field(default_factory=Sink)

    def __post_init__(self) -> None:
        self.mails_before, self.signed_before = self.books.mails(), set(self.books.signed())

    @contextmanager
    def post_office(self) -> Iterator[None]:
        with serving(self.sink, self.mail_port):
            yield

    def everything_is_sent(self) -> None:
        until(lambda: self.books.owed() == 0, MAILED_WITHIN, lambda: f"{self.books.owed()} mails are owed still.")

    def lost_nothing(self, crowd: Crowd, *, repeated: int = 0) -> None:
        """Everybody who was told so has a row, counts once, and got every mail; few mails came twice."""
        self.everything_is_sent()
        people = {name_of(person) for person in crowd.people("sign")}
        signed, confirmed = self.books.signed(), self.books.confirmed()

        assert len(signed) == len(set(signed))
        assert set(signed) - self.signed_before == people <= set(confirmed)
        assert self.books.count() == len(confirmed)
        assert self.books.verified() == "sound"
        sent = {one.partition("@")[0].rpartition(".")[0] for one in self.sink.ids()}
        assert sent == self.books.mails() - self.mails_before
        assert len(self.sink.mails) <= len(self.sink.ids()) + repeated


@pytest.fixture(scope="module")
def mail_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, mail_port: int) -> Iterator[Running]:
    env = {"DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings", "DEBUG": "1", "TRUSTED_PROXIES": "127.0.0.1/32"}
    env |= {"EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "GUARD_PER_NETWORK": str(PER_NETWORK)}
    site = Running(tmp_path_factory.mktemp("outages") / "state", **env)
    try:
        site.start()
        yield site
    finally:
        site.end()


@pytest.fixture
def town(site: Running, mail_port: int) -> Town:
    return Town(site, mail_port, Books(site))


def test_whichever_process_is_killed_no_signature_and_no_mail_is_lost(town: Town) -> None:
    with town.post_office(), Crowd(town.site.port, town.sink) as crowd:
        crowd.wait_until_busy()
        outages = [strike(town.site, crowd, victim) for victim in VICTIMS]
        crowd.go_home()
        town.lost_nothing(crowd, repeated=len(VICTIMS))

    assert crowd.wrong_answers() == []
    needed = [outage for outage in outages if outage.victim in NEEDED]
    assert [asked for asked in crowd.failures() if not any(outage.covers(asked) for outage in needed)] == []


def test_a_database_that_restarts_fails_only_what_is_asked_meanwhile(town: Town) -> None:
    with town.post_office(), Crowd(town.site.port, town.sink) as crowd:
        crowd.wait_until_busy()
        outage = strike(town.site, crowd, "postgres", signal.SIGINT)
        crowd.go_home()
        town.lost_nothing(crowd)

    assert crowd.wrong_answers() == []
    assert [asked for asked in crowd.failures() if asked.status != 503 or not outage.covers(asked)] == []


def test_while_redis_hangs_signing_goes_on_and_the_mail_follows(town: Town) -> None:
    with town.post_office(), Crowd(town.site.port, town.sink) as crowd:
        crowd.wait_until_busy()
        with hanging(town.site, "redis"):
            began = time.monotonic()
            time.sleep(HANGS_FOR)
            assert len(crowd.people("sign", since=began)) > 5
        crowd.go_home()
        town.lost_nothing(crowd)

    assert crowd.failures() + crowd.wrong_answers() == []
    signings = [asked.ended - asked.began for asked in crowd.asked if asked.step == "sign"]
    assert max(signings) < SIGNING_TAKES_LESS_THAN


def test_while_redis_hangs_limits_are_stricter(town: Town) -> None:
    """One connection is answered by one web process, which knows nothing of what the other has seen."""
    with town.post_office():
        with hanging(town.site, "redis"):
            statuses = sign_on_one_connection(town.site.port, "198.51.100.7", PER_NETWORK)
        town.everything_is_sent()

    assert statuses == [302] * PER_NETWORK
    share = PER_NETWORK // 2
    assert town.books.verdicts("198.51.100.7/32") == ["pass"] * share + ["hold"] * share


def test_mail_that_no_server_takes_goes_out_when_one_does(town: Town) -> None:
    with Crowd(town.site.port, town.sink) as crowd:
        until(lambda: len(crowd.people("sign")) >= 10 and town.books.refusals() >= 2, 30, town.site.said)
        with town.post_office():
            crowd.go_home()
            town.lost_nothing(crowd)

    assert crowd.failures() + crowd.wrong_answers() == []
