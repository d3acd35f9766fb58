"""What went out is written down while the next mail goes, and before anybody can have both."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.db import OperationalError, connection, transaction

from petition.outbox import envelopes, leases, noting
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import DROP, Sink, serving

PATIENCE = 3.0  # seconds

pytestmark = pytest.mark.django_db(transaction=True)


class Watching(Sink):
    """Looks into the database, as another process would, while a mail is handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []
        self.cuts = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.seen.append(await asyncio.to_thread(self._look))
        return await super().handle_DATA(server, session, envelope)

    def _look(self) -> int:
        """How many are marked; whoever hands this one over is waiting for our answer, and does nothing meanwhile."""
        parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
        with psycopg.connect(**parameters, autocommit=True) as other:
            if self.cuts:
                self.cuts -= 1
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mine'")
                return -1
            deadline = time.monotonic() + PATIENCE
            while (marked := _marked(other)) < len(self.seen) and time.monotonic() < deadline:
                time.sleep(0.01)
            return marked


def _marked(other: psycopg.Connection[Any]) -> int:
    (number,) = other.execute("SELECT count(*) FROM outbox_message WHERE state = 'sent'").fetchone() or (0,)
    return int(number)


def _is_prepared() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [noting._NAME.decode()])
        (number,) = cursor.fetchone()
    return bool(number)


@pytest.fixture
def watching(settings: LazySettings) -> Iterator[Watching]:
    sink = Watching()
    with serving(sink) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 20
        yield sink


def owed(many: int) -> None:
    for cause in range(many):
        owe(NOTE, to=ADA.address, cause=cause)


@pytest.mark.parametrize("prepare_threshold", [5, None])
def test_when_a_mail_is_handed_over_every_one_before_it_is_written_down(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, prepare_threshold: int | None
) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", prepare_threshold)
    owed(5)

    deliver()

    assert watching.seen == [0, 1, 2, 3, 4]
    assert Message.objects.filter(state="sent", claimed_until=None).exclude(sent_at=None).count() == 5
    assert _is_prepared() is (prepare_threshold is not None)  # which a pooler would lose


class Broken(Exception):
    """What rolls a transaction back."""


def roll_back() -> None:
    with suppress(Broken), transaction.atomic():
        Message.objects.exists()
        raise Broken


def test_after_a_rollback_no_note_is_late(watching: Watching) -> None:
    owed(8)
    deliver()
    roll_back()
    owed(3)

    deliver()

    assert watching.seen == list(range(11))


def test_a_rollback_in_the_middle_makes_one_note_late_and_no_other(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = envelopes.headers.own

    def prepared(message: Message) -> dict[str, str]:
        if message.cause == 3:
            roll_back()
        return prepare(message)

    monkeypatch.setattr(envelopes.headers, "own", prepared)
    owed(6)

    deliver()

    assert watching.seen[:3] + watching.seen[4:] == [0, 1, 2, 4, 5]


def test_a_connection_that_breaks_meanwhile_loses_no_mark_and_doubles_no_mail(watching: Watching) -> None:
    owed(5)
    with connection.cursor() as cursor:
        cursor.execute("SET application_name = 'mine'")
    watching.cuts = 1

    with suppress(OperationalError):
        deliver()
    Message.objects.update(claimed_until=None)  # as after the lease, when the sweep comes again
    deliver()

    assert sorted(watching.ids().values()) == [1] * 5
    assert Message.objects.filter(state="sent").count() == 5


def test_a_refusal_of_the_next_one_leaves_the_mark_of_the_last(watching: Watching) -> None:
    owed(3)
    watching.answer("DATA", "250 OK", "550 5.7.1 no", "250 OK")

    deliver()

    assert Message.objects.get(cause=0).state == "sent"
    assert Message.objects.get(cause=1).state == "owed"


def test_a_server_that_hangs_up_leaves_the_mark_of_the_last(watching: Watching) -> None:
    owed(2)
    watching.answer("RCPT", "250 OK", DROP)

    deliver()

    assert Message.objects.get(cause=0).state == "sent"
    assert Message.objects.get(cause=1).state == "owed"


def test_what_the_database_has_not_done_is_noted_anew() -> None:
    """It waits for a row that somebody holds, and is given up meanwhile."""
    owed(1)
    (message,) = leases.claim(1)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '100ms'")

    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with noting.Notes() as notes, psycopg.connect(**parameters) as other:
        notes.add(message, "")
        other.execute("SELECT FROM outbox_message FOR UPDATE")
        with notes.written_meanwhile():
            time.sleep(0.5)
            other.rollback()
    connection.close()

    assert Message.objects.get().state == "sent"
