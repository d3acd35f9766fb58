"""A real mail server says no, at every step of the conversation."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from petition.outbox.actions import allow, owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message, Pause, Suppression
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NOTE
from tests.sink import DROP, HANG, Sink, free_port, knows_nobody, serving

ALIAS = "ada+letters@example.org"


def test_a_mailbox_that_does_not_exist_gets_no_more_mail_but_its_aliases_do(sink: Sink) -> None:
    sink.answer(ADA.address, "550 5.1.1 <ada@example.org>: no such user")
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "1"})
    deliver()

    owe(NOTE, to=ADA.address, cause=2)
    owe(NOTE, to=ALIAS, cause=3)
    deliver()

    refused, suppressed, alias = Message.objects.order_by("cause")
    assert (refused.state, refused.sealed, refused.problem) == ("retired", None, "550 5.1.1 … no such user")
    assert suppressed.state == "retired"
    assert suppressed.problem.startswith("its address gets no mail: 550 5.1.1")
    assert (alias.state, sink.recipients) == ("sent", [ALIAS])


def test_a_mailbox_that_takes_this_one_for_no_good_is_not_suppressed(sink: Sink) -> None:
    sink.answer("RCPT", "550 5.2.1 mailbox disabled")
    sink.answer("DATA", "550 5.6.0 not that")
    for cause in range(2):
        owe(NOTE, to=ADA.address, cause=cause)

    deliver()

    assert list(Message.objects.values_list("state", flat=True)) == ["retired"] * 2
    assert not Suppression.objects.exists()


def test_each_try_that_fails_waits_longer_than_the_last(sink: Sink) -> None:
    sink.answer("RCPT", "450 4.2.0 later")
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.update(attempts=6)

    deliver()

    assert Message.objects.get().due_at > timezone.now() + timedelta(minutes=30)


def test_a_mail_keeps_its_name_however_often_it_is_tried(sink: Sink) -> None:
    sink.answer("DATA", "451 4.2.0 later", "451 4.2.0 later")
    owe(NOTE, to=ADA.address, cause=1)
    name = Message.objects.get().message_id

    for _ in range(3):
        deliver()
        Message.objects.update(due_at=timezone.now())

    assert (Message.objects.get().attempts, dict(sink.ids())) == (2, {name: 1})


def test_the_operator_can_lift_a_suppression(sink: Sink) -> None:
    sink.answer(ADA.address, "550 5.1.1 no such user")
    owe(NOTE, to=ADA.address, cause=1)
    deliver()

    assert allow(ADA.address) is True
    owe(NOTE, to=ADA.address, cause=2)
    deliver()

    assert sink.recipients == [ADA.address]


def test_a_mailbox_that_asks_to_come_later_holds_nobody_up(sink: Sink) -> None:
    sink.answer(ADA.address, "450 4.2.0 greylisted")
    owe(CODE, to=ADA.address, cause=1)
    owe(NOTE, to=NOOR.address, cause=2)

    deliver()

    message = Message.objects.get(cause=1)
    assert sink.recipients == [NOOR.address]
    assert (message.state, message.attempts, message.problem) == ("owed", 1, "450 4.2.0 greylisted")
    assert not Pause.objects.exists()


def test_a_refusal_of_our_sending_stops_everybody_and_loses_nothing(sink: Sink) -> None:
    sink.answer("RCPT", *["554 5.7.1 relay access denied"] * 9)
    for cause in range(5):
        owe(NOTE, to=ADA.address, cause=cause)

    deliver()
    deliver()

    assert list(Message.objects.values_list("state", flat=True).distinct()) == ["owed"]
    assert Message.objects.filter(attempts=1).count() == 1
    assert Message.objects.filter(claimed_until=None).count() == 5
    assert Pause.objects.get().reason == "554 5.7.1 relay access denied"
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("answer", ["550 5.1.0 sender rejected", "451 4.3.0 try later"])
def test_a_refusal_of_the_sender_blames_no_message(sink: Sink, answer: str) -> None:
    sink.answer("MAIL", answer)
    owe(NOTE, to=ADA.address, cause=1)

    deliver()

    message = Message.objects.get()
    assert (message.state, message.attempts, message.claimed_until) == ("owed", 0, None)
    assert Pause.objects.get().reason == answer


def test_a_wrong_password_stops_everybody(settings: LazySettings, sink: Sink) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "letters", "wrong"
    with serving(sink, authenticator=knows_nobody, auth_require_tls=False) as port:
        settings.EMAIL_PORT = port
        owe(NOTE, to=ADA.address, cause=1)
        deliver()

    assert Pause.objects.get().reason.startswith("535")
    assert Message.objects.get().attempts == 0


def test_a_server_that_is_not_there_stops_everybody(settings: LazySettings, sink: Sink) -> None:
    settings.EMAIL_PORT = free_port()
    owe(NOTE, to=ADA.address, cause=1)

    deliver()

    assert Pause.objects.get().reason.startswith("ConnectionRefusedError")
    assert Message.objects.get().attempts == 0


@pytest.mark.parametrize("trouble", [DROP, HANG])
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_conversation_that_breaks_costs_one_message_a_try(sink: Sink, stage: str, trouble: str) -> None:
    sink.answer(stage, trouble)
    owe(CODE, to=ADA.address, cause=1)
    owe(NOTE, to=NOOR.address, cause=2)

    deliver()

    message = Message.objects.get(cause=1)
    assert sink.recipients == [NOOR.address]
    assert (message.state, message.attempts) == ("owed", 1)
    assert message.problem.startswith("SMTPServerDisconnected")


def test_a_mail_that_failed_for_three_days_is_given_up_and_keeps_its_reason(sink: Sink) -> None:
    sink.answer(ADA.address, "450 4.2.2 mailbox full")
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "1"})
    message = Message.objects.get()
    Message.objects.update(retire_at=message.created_at)

    deliver()

    message.refresh_from_db()
    assert (message.state, message.problem, message.sealed) == ("retired", "450 4.2.2 mailbox full", None)
