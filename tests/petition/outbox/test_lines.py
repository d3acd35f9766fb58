"""How many workers send to one domain at once: no more than the operator allows, and nobody else waits for them."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petition.outbox import bell, lines
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.lines import Lines
from petition.outbox.models import Domain, Line, Message
from tests.cast import NOOR
from tests.letters.signing.trying import at_once
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import Sink, serving

WORKERS, MANY = 4, 120


class Watching(Sink):
    """Notes how many mails to one domain are under way at once."""

    def __init__(self) -> None:
        super().__init__()
        self.takes = 0.01
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        domain = str(envelope.rcpt_tos[0]).rpartition("@")[2]
        self.now[domain] += 1
        self.most[domain] = max(self.most[domain], self.now[domain])
        try:
            return await super().handle_DATA(server, session, envelope)
        finally:
            self.now[domain] -= 1


@pytest.fixture
def watching(settings: LazySettings) -> Iterator[Watching]:
    sink = Watching()
    with serving(sink) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield sink


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.0)


def owe_to(domain: str, many: int) -> None:
    for number in range(many):
        owe(NOTE, to=f"reader{number}@{domain}", cause=number)


def send_with_workers() -> None:
    """Until nothing is left, as rings and sweeps would bring it about."""
    while Message.objects.owed().exists():
        at_once(*[partial(deliver, seconds=2.0)] * WORKERS)
        Message.objects.owed().update(due_at=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("most", [1, 2])
def test_no_more_workers_than_allowed_send_to_one_domain(watching: Watching, settings: LazySettings, most: int) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = most
    owe_to("busy.example", MANY)

    send_with_workers()

    assert 0 < watching.most["busy.example"] <= most
    assert len(set(watching.ids())) == len(watching.mails) == MANY
    assert not Line.objects.exists()
    assert not Message.objects.exclude(attempts=0, problem="").exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_limit_all_workers_send_and_no_line_is_asked_for(watching: Watching) -> None:
    owe_to("busy.example", MANY)

    send_with_workers()

    assert watching.most["busy.example"] > 1
    assert not Domain.objects.exists()


def test_a_domain_whose_lines_are_taken_waits_a_little_and_others_go_on(
    sink: Sink, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rings: list[int] = []
    monkeypatch.setattr(bell, "ring_later", lambda: rings.append(1))
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 1
    held = Lines(["busy.example"])
    owe_to("busy.example", 3)
    owe(NOTE, to=NOOR.address, cause=99)

    deliver()

    assert sink.recipients == [NOOR.address]
    now = timezone.now()
    back = Message.objects.owed().values_list("due_at", "problem", "attempts", "claimed_until")
    assert all(now < due < now + timedelta(seconds=3) for due, *_ in back)
    assert {tuple(rest) for _, *rest in back} == {("", 0, None)}
    assert held.has("busy.example")
    assert rings == [1]


@pytest.mark.usefixtures("impatient")
def test_a_line_that_was_hung_up_is_free_and_a_killed_workers_soon(settings: LazySettings) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 1
    Lines(["one.example"]).hang_up()
    killed = Lines(["one.example"])
    assert not Lines(["one.example"]).has("one.example")

    Line.objects.update(taken_until=F("taken_until") - timedelta(minutes=2))
    other = Lines(["one.example"])
    killed.hang_up()

    assert other.has("one.example")
    assert Line.objects.count() == 1


def test_a_line_is_held_for_as_long_as_a_batch_takes_and_no_longer_than_it_is_ours(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 1
    monkeypatch.setattr(lines, "RENEWED_EVERY", timedelta(0))
    held = Lines(["one.example"])
    before = Line.objects.get().taken_until

    assert held.has("one.example")
    assert Line.objects.get().taken_until > before

    Line.objects.update(taken_until=F("taken_until") + timedelta(seconds=1))  # as if another had taken it

    assert not held.has("one.example")


@pytest.mark.django_db(transaction=True)
def test_a_worker_with_nothing_else_to_send_gets_the_line_once_it_is_hung_up(settings: LazySettings) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 1
    held = Lines(["one.example"])

    def hang_up() -> None:
        time.sleep(0.2)
        held.hang_up()

    assert at_once(lambda: Lines(["one.example"]).has("one.example"), hang_up)[0] is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_of_many_that_want_a_line_at_once_as_many_get_one_as_there_are(settings: LazySettings) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 2

    for _ in range(5):
        held = at_once(*[lambda: Lines(["one.example"]).has("one.example")] * 6)
        assert 1 <= sum(held) <= 2
        Line.objects.all().delete()


def test_lines_that_nobody_hung_up_are_forgotten(settings: LazySettings) -> None:
    settings.MAIL_CONNECTIONS_TO_A_DOMAIN = 1
    Lines(["one.example"])

    assert lines.forget(at=timezone.now()) == 0
    assert lines.forget(at=timezone.now() + timedelta(minutes=2)) == 1


def test_without_a_limit_a_batch_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        none = Lines(["one.example"])
        assert none.has("one.example")
        none.hang_up()

    assert len(asked) == 0
