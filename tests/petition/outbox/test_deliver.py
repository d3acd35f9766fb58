"""Delivering: what goes out, what it looks like, and what each answer of a renderer leads to."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from petition.outbox import kinds, leases
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.kinds import NOT_YET, UNWANTED, Mail
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE, answers
from tests.sink import Sink


def test_an_owed_mail_goes_out_and_is_marked_sent(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=7)

    assert deliver() is False

    message = Message.objects.get()
    assert sink.recipients == [ADA.address]
    assert (message.state, message.claimed_until, message.problem) == ("sent", None, "")
    assert message.sent_at


def test_a_mail_says_when_it_was_sent_and_that_no_person_sent_it(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=7)

    deliver()

    (mail,) = sink.mails
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert abs(timezone.now() - mail["Date"].datetime) < timedelta(seconds=5)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_many_mails_share_one_connection(sink: Sink) -> None:
    for cause in range(20):
        owe(NOTE, to=ADA.address, cause=cause)

    deliver()

    assert len(sink.mails) == 20
    assert sink.connections == 1


def test_codes_go_before_receipts_and_receipts_before_news(sink: Sink) -> None:
    for kind in (NEWS, NOTE, CODE):
        owe(kind, to=ADA.address, cause=1)

    deliver()

    assert [mail["Message-ID"].split(".")[1] for mail in sink.mails] == ["code", "note", "news"]


def test_a_mail_waits_until_it_is_due(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1, due=timezone.now() + timedelta(minutes=1))

    deliver()

    assert not sink.mails


def test_mail_that_nobody_wants_any_more_is_not_sent(sink: Sink) -> None:
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "1"})
    answers[1] = UNWANTED

    deliver()

    message = Message.objects.get()
    assert (message.state, message.sealed, sink.mails) == ("unwanted", None, [])


def test_mail_whose_cause_is_not_complete_is_asked_for_again(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    answers[1] = NOT_YET

    deliver()

    message = Message.objects.get()
    assert (message.state, message.claimed_until, message.attempts) == ("owed", None, 0)
    assert message.due_at > timezone.now()


def test_a_mistake_in_one_renderer_does_not_stop_the_others(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    owe(CODE, to=ADA.address, cause=1)
    owe(NOTE, to=NOOR.address, cause=2)
    answers[1] = KeyError(f"no row for {ADA.address}")

    with caplog.at_level(logging.ERROR):
        deliver()

    broken = Message.objects.get(cause=1)
    assert sink.recipients == [NOOR.address]
    assert (broken.state, broken.attempts) == ("owed", 1)
    assert broken.problem.startswith("KeyError")
    assert "Traceback" in caplog.text
    assert ADA.address not in caplog.text + broken.problem


def test_a_kind_that_this_worker_does_not_know_waits_for_one_that_does(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.update(kind="testing.later")

    deliver()

    message = Message.objects.get()
    assert (message.state, message.problem) == ("owed", "UnknownKind: testing.later")


def test_secrets_are_gone_once_the_mail_is_sent(sink: Sink) -> None:
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "314159"})

    deliver()

    assert "314159" in sink.mails[0].as_string()
    assert Message.objects.get().sealed is None


def test_a_line_break_in_a_subject_adds_no_header(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    answers[1] = Mail("Hello\r\nBcc: mallory@example.org", "Text", "<p>Text</p>")

    deliver()

    assert sink.mails[0]["Subject"] == "Hello Bcc: mallory@example.org"
    assert sink.mails[0]["Bcc"] is None
    assert sink.recipients == [ADA.address]


def test_an_address_that_cannot_be_opened_is_reported_and_others_go_on(sink: Sink) -> None:
    owe(CODE, to=ADA.address, cause=1)
    Message.objects.update(recipient=b"sealed by a key that is gone")
    owe(NOTE, to=NOOR.address, cause=2)

    deliver()

    assert sink.recipients == [NOOR.address]
    assert Message.objects.get(cause=1).problem.startswith("CannotOpen")


def test_a_drain_ends_when_its_time_is_up_and_says_that_more_is_due(sink: Sink) -> None:
    for cause in range(20):
        owe(NOTE, to=ADA.address, cause=cause)

    assert deliver(seconds=0) is True

    assert 0 < len(sink.mails) < 20


def test_a_room_looks_up_for_several_mails_at_once(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []

    def gather(messages: Sequence[Message]) -> dict[int, str]:
        asked.append([message.cause for message in messages])
        return {message.pk: f"found for {message.cause}" for message in messages}

    def render(message: Message) -> Mail:
        return Mail(str(message.found), "Text", "<p>Text</p>")

    monkeypatch.setitem(kinds._kinds, NOTE, replace(kinds.kind_of(NOTE), render=render, gather=gather))
    monkeypatch.setattr(leases, "FRESH", 60.0)
    for cause in range(3):
        owe(NOTE, to=ADA.address, cause=cause)

    deliver()

    assert asked == [[0, 1, 2]]
    assert [str(mail["Subject"]) for mail in sink.mails] == ["found for 0", "found for 1", "found for 2"]


def test_a_room_that_fails_to_look_up_holds_up_no_other_and_says_so(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gather(messages: Sequence[Message]) -> dict[int, str]:
        raise RuntimeError(f"no idea of {ADA.address}")

    monkeypatch.setitem(kinds._kinds, NEWS, replace(kinds.kind_of(NEWS), gather=gather))
    for kind in (NEWS, NOTE):
        owe(kind, to=ADA.address, cause=1)

    deliver()

    assert len(sink.mails) == 2
    assert "no idea" in caplog.text
    assert ADA.address not in caplog.text
