"""manage.py outbox: what the operator sees, and what they can do about it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from petition.outbox import domains, mailings, pauses
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.endings import suppress
from petition.outbox.models import Message, Pause
from petition.outbox.refusals import Refusal, Remedy
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE, answers
from tests.sink import Sink

READERS = "SELECT n AS cause, 'x'::bytea AS recipient, 'en' AS language FROM generate_series(1, 7) AS n"


def outbox(*words: str) -> str:
    output = StringIO()
    call_command("outbox", *words, stdout=output)
    return output.getvalue()


@pytest.fixture
def given_up() -> Message:
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.update(state="retired", problem="550 5.2.2 full", attempts=3)
    return Message.objects.get()


def test_an_empty_outbox_says_so() -> None:
    assert outbox() == "Nothing is owed.\n"


def test_what_is_owed_is_shown_by_kind_with_its_age() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    owe(NOTE, to=ADA.address, cause=2)
    Message.objects.filter(cause=2).update(created_at=timezone.now() - timedelta(hours=5))

    assert outbox().splitlines()[1].split() == ["2", "2", "5", "h", NOTE]


def test_mailings_stand_below_with_their_own_numbers() -> None:
    going, paused, over = (mailings.open_mailing(NEWS, cause=cause) for cause in (11, 12, 13))
    mailings.owe_selected(going, READERS, {})
    mailings.pause(paused.pk)
    mailings.end(over, at=timezone.now())
    mailings.count(going)

    lines = outbox().splitlines()

    assert lines[0] == "Nothing is owed but these mailings:"
    assert lines[3].split()[:8] == ["7", "0", "0", "0", "0", NEWS, "11,", "going,"]
    assert lines[4].split()[5:] == [NEWS, "12,", "paused,", "counted", "never"]
    assert len(lines) == 5


def test_a_domain_that_waits_is_named_with_its_reason() -> None:
    busy = Refusal(Remedy.RETRY, "451 4.7.28 too many from you", of_domain=True)
    domains.waits("busy.example", busy, at=timezone.now())

    shown = outbox()

    assert "busy.example asks us to come later, 1 times in a row" in shown
    assert "451 4.7.28 too many from you" in shown


def test_what_failed_is_shown_with_its_reason_and_no_address(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    answers[1] = KeyError(f"no row for {ADA.address}")
    deliver()

    shown = outbox()

    assert "Failed, and will be tried again:" in shown
    assert f"1  {NOTE}: KeyError" in shown
    assert "@" not in shown


def test_a_pause_stands_on_top_with_its_reason() -> None:
    pauses.pause(Refusal(Remedy.PAUSE, "535 wrong password"), at=timezone.now())

    assert outbox().splitlines()[0].startswith("SENDING PAUSES since")
    assert "535 wrong password" in outbox()


def test_retry_owes_again_what_was_given_up_and_lifts_the_pause(given_up: Message, sink: Sink) -> None:
    pauses.pause(Refusal(Remedy.PAUSE, "535 wrong password"), at=timezone.now())

    assert outbox("retry") == "1 are tried again.\n"
    deliver()

    given_up.refresh_from_db()
    assert (given_up.state, sink.recipients) == ("sent", [ADA.address])
    assert not Pause.objects.exists()


def test_retry_takes_only_what_is_named(given_up: Message) -> None:
    assert outbox("retry", "--kind", CODE) == "0 are tried again.\n"
    assert outbox("retry", "--id", str(given_up.pk)) == "1 are tried again.\n"


def test_retry_leaves_alone_what_was_sent(given_up: Message) -> None:
    Message.objects.update(state="sent")

    assert outbox("retry") == "0 are tried again.\n"


def test_drop_gives_up_what_is_owed(sink: Sink) -> None:
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "1"})
    owe(NOTE, to=NOOR.address, cause=2)

    assert outbox("drop", "--kind", CODE) == "1 are dropped.\n"
    deliver()

    dropped = Message.objects.get(cause=1)
    assert (dropped.state, dropped.sealed) == ("unwanted", None)
    assert sink.recipients == [NOOR.address]


def test_drop_leaves_alone_what_was_sent(given_up: Message) -> None:
    Message.objects.update(state="sent")

    assert outbox("drop", "--id", str(given_up.pk)) == "0 are dropped.\n"
    assert Message.objects.get().state == "sent"


def test_drop_wants_to_know_what() -> None:
    with pytest.raises(CommandError, match="Name what to drop"):
        outbox("drop")


def test_suppressions_are_listed_by_reason_and_can_be_lifted() -> None:
    suppress(ADA.address, "550 5.1.1 no such user")

    assert outbox("suppressed").endswith("550 5.1.1 no such user\n")
    assert outbox("suppressed", "--lift", ADA.address) == "This address gets mail again.\n"
    assert outbox("suppressed") == ""


def test_an_address_that_is_not_suppressed_cannot_be_lifted() -> None:
    with pytest.raises(CommandError, match="not suppressed"):
        outbox("suppressed", "--lift", ADA.address)
