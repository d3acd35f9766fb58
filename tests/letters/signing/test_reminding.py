"""Who forgot to confirm is reminded twice, and nobody else is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from letters.models import Letter, Signature
from letters.signing.actions import confirm, deny, erase_unconfirmed, remind, reminding, unsubscribe, withdraw
from letters.signing.fields import from_signature
from letters.signing.mail import LAST_REMINDER, REMINDER
from letters.writing.actions import take_down
from petition.audit.actions import OPERATOR
from petition.lib.tokens import Purpose, read
from petition.lib.vault import exact_identity
from petition.outbox.kinds import UNWANTED, Mail, kind_of
from petition.outbox.models import Message, Suppression
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.letters.signing.test_mails import newest, rendered, token_in
from tests.letters.signing.trying import HOLD, NETWORK, age_mails, at_once, click, kinds_owed, row_of, try_to_sign
from tests.makers import make_letter, make_signature

NOW = timezone.now()
DAY = timedelta(days=1)
CONFIRMED = {"state": "confirmed", "confirmed_at": NOW}


def begun(letter: Letter, age: timedelta = DAY, **fields: object) -> Signature:
    return make_signature(letter, ADA, state="pending", at=NOW - age, **fields)


@pytest.mark.parametrize(
    ("age", "kinds"),
    [
        (DAY - timedelta(minutes=1), []),
        (DAY + timedelta(minutes=1), ["reminder"]),
        (6 * DAY - timedelta(minutes=1), ["reminder"]),
        (6 * DAY + timedelta(minutes=1), ["last_reminder"]),
        (7 * DAY + timedelta(minutes=1), []),
    ],
)
def test_one_comes_after_a_day_and_one_a_day_before_the_end(letter: Letter, age: timedelta, kinds: list[str]) -> None:
    begun(letter, age)

    remind(at=NOW)

    assert kinds_owed() == kinds


def test_each_reminder_goes_out_once_in_a_week_of_rounds(letter: Letter) -> None:
    try_to_sign(letter, at=NOW)
    for hours in range(0, 7 * 24, 5):
        remind(at=NOW + timedelta(hours=hours))
        age_mails(3600)

    assert kinds_owed() == ["please_confirm", "reminder", "last_reminder"]


@pytest.mark.parametrize(
    "since",
    [
        CONFIRMED,
        {"created_at": NOW - timedelta(minutes=1)},
    ],
)
def test_a_round_asks_again_of_whom_it_found_a_while_ago(letter: Letter, since: dict[str, Any]) -> None:
    """Somebody may decide, or ask for the link anew, while others are reminded."""
    signature = begun(letter, 2 * DAY)
    Signature.objects.update(**since)

    assert reminding._remind(signature.pk, kind=REMINDER, at=NOW) == 0


def test_a_round_that_comes_late_finds_that_another_has_reminded(letter: Letter) -> None:
    signature = begun(letter, 2 * DAY)
    remind(at=NOW)
    Message.objects.update(state="sent", created_at=NOW - timedelta(hours=1))

    assert reminding._remind(signature.pk, kind=REMINDER, at=NOW) == 0
    assert not Signature.objects.to_remind(REMINDER, NOW - 6 * DAY, NOW - DAY).exists()


@pytest.mark.parametrize("fields", [CONFIRMED, {"wants_quiet": True}, {"address": None}])
def test_a_round_does_not_look_at_whom_it_may_not_remind(letter: Letter, fields: dict[str, Any]) -> None:
    begun(letter, 2 * DAY)
    Signature.objects.update(**fields)

    assert not Signature.objects.to_remind(REMINDER, NOW - 6 * DAY, NOW - DAY).exists()


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_remind_once() -> None:
    letter = make_letter()
    for person in (ADA, NOOR, SUZIE):
        make_signature(letter, person, state="pending", at=NOW - 2 * DAY)

    at_once(*[lambda: remind(at=NOW)] * 3)

    assert kinds_owed() == ["reminder"] * 3


def test_a_round_goes_batch_by_batch(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "SWEEP_BATCH", 2)
    people = [Person(f"Signer {number}", f"signer{number}@example.org") for number in range(5)]
    for person in people:
        make_signature(letter, person, state="pending", at=NOW - 2 * DAY)

    assert remind(at=NOW) == 5


@pytest.mark.parametrize("state", ["confirmed", "held", "refused", "withdrawn"])
def test_whoever_decided_or_was_refused_is_not_reminded(letter: Letter, state: str) -> None:
    make_signature(letter, ADA, state=state, at=NOW - 2 * DAY)

    assert remind(at=NOW) == 0


def test_a_try_that_the_guard_would_hold_is_not_reminded_of(letter: Letter) -> None:
    try_to_sign(letter, verdict=HOLD, at=NOW - 2 * DAY)

    assert remind(at=NOW) == 0


def test_a_suppressed_address_is_not_reminded(letter: Letter) -> None:
    begun(letter, 2 * DAY)
    Suppression.objects.create(identity=exact_identity(ADA.address), reason="no such mailbox")

    assert remind(at=NOW) == 0


@pytest.mark.parametrize("fields", [{"state": "taken_down"}, {"closes_at": NOW - 2 * DAY}])
def test_a_letter_that_takes_no_more_reminds_nobody(db: None, fields: dict[str, Any]) -> None:
    begun(make_letter(**fields), 2 * DAY)

    assert remind(at=NOW) == 0


def test_whoever_had_as_many_mails_as_strangers_may_cause_gets_no_reminder(letter: Letter) -> None:
    for _ in range(5):
        try_to_sign(letter, at=NOW - 2 * DAY)
        age_mails(120)

    assert (remind(at=NOW), len(kinds_owed())) == (0, 5)


def test_the_link_of_a_reminder_is_its_own_and_confirms(letter: Letter) -> None:
    signature = begun(letter, 2 * DAY)
    remind(at=NOW)

    ids = read(Purpose.CONFIRM, token_in(rendered(newest()), "confirm"))
    assert ids == (signature.pk, newest().pk)
    confirm(*ids, from_signature(signature), version_number=1, network=NETWORK)

    assert row_of(letter).state == "confirmed"


@pytest.mark.parametrize("kind", [REMINDER, LAST_REMINDER])
def test_a_reminder_says_how_long_and_how_to_be_left_alone(letter: Letter, kind: str) -> None:
    signature = begun(letter, 2 * DAY if kind == REMINDER else 6 * DAY + DAY / 2)
    remind(at=NOW)

    mail = rendered(newest())

    assert newest().kind == kind
    assert f"{signature.created_at + 7 * DAY:%B}" in mail.text
    assert read(Purpose.DENY, token_in(mail, "not-me")) == (signature.pk,)
    assert mail.headers["List-Unsubscribe"].endswith(f"/unsubscribe/{token_in(mail, 'unsubscribe')}/>")


def left(signature: Signature) -> None:
    unsubscribe(signature.pk)


def denied(signature: Signature) -> None:
    deny(signature.pk)


def withdrawn(signature: Signature) -> None:
    withdraw(signature.pk)


def confirmed(signature: Signature) -> None:
    confirm(
        signature.pk,
        Message.objects.earliest("id").pk,
        from_signature(signature),
        version_number=1,
        network=NETWORK,
    )


def taken_down(signature: Signature) -> None:
    take_down(signature.letter, notice="Against the terms.", by=OPERATOR)


@pytest.mark.parametrize("end", [left, denied, withdrawn, confirmed, taken_down])
def test_a_reminder_that_is_on_its_way_stops_at_once(letter: Letter, end: Callable[[Signature], None]) -> None:
    try_to_sign(letter, at=NOW - 2 * DAY)
    age_mails(3600)
    remind(at=NOW)
    reminder = newest()

    end(row_of(letter))

    reminder.refresh_from_db()
    assert reminder.state == "unwanted" or kind_of(REMINDER).render(reminder) is UNWANTED
    assert remind(at=NOW) == 0


def test_a_reminder_that_comes_too_late_is_not_sent(letter: Letter) -> None:
    begun(letter, 2 * DAY)
    remind(at=NOW)
    assert isinstance(kind_of(REMINDER).render(newest()), Mail)

    with time_machine.travel(NOW + 6 * DAY):
        assert kind_of(REMINDER).render(newest()) is UNWANTED


def test_an_erased_try_leaves_no_address_in_its_reminders(letter: Letter) -> None:
    begun(letter, 2 * DAY)
    remind(at=NOW)

    erase_unconfirmed(at=NOW + 6 * DAY)

    assert bytes(newest().recipient) == b""


def test_it_counts_for_its_signer_who_clicks_the_older_link(letter: Letter) -> None:
    try_to_sign(letter, at=NOW - 2 * DAY)
    age_mails(3600)
    remind(at=NOW)

    click(letter)

    assert row_of(letter).state == "confirmed"
