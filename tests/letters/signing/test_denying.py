"""Whoever never asked to sign says so, and nothing of them stays."""

import pytest
from django.utils import timezone

from letters.guard.verdicts import Attempt, Verdict, verdict
from letters.models import Letter, Signature
from letters.signing.actions import deny, erase
from letters.signing.actions.denying import Denial
from petition.audit.models import AuditEvent
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.letters.signing.trying import NETWORK, at_once, click, row_of, try_to_sign
from tests.makers import make_letter, make_signature

NOW = timezone.now()


def attempt(client: str = NETWORK.partition("/")[0]) -> Verdict:
    return verdict(Attempt(letter_id=1, address="kim@example.org", client=client, trap="", at=NOW))


def denied_by(letter: Letter, *people: Person) -> None:
    for person in people:
        try_to_sign(letter, person)
        deny(row_of(letter, person).pk, at=NOW)


def test_it_erases_the_row_and_every_mail_with_its_address(letter: Letter) -> None:
    try_to_sign(letter)

    assert deny(row_of(letter).pk) == Denial.GONE

    message = Message.objects.get()
    assert (Signature.objects.exists(), bytes(message.recipient), message.state) == (False, b"", "unwanted")


def test_it_says_the_same_when_it_is_said_again(letter: Letter) -> None:
    try_to_sign(letter)
    signature = row_of(letter)

    assert [deny(signature.pk), deny(signature.pk)] == [Denial.GONE, Denial.GONE]

    assert AuditEvent.objects.filter(verb="signing.deny").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_are_one() -> None:
    letter = make_letter()
    try_to_sign(letter)
    signature = row_of(letter)

    assert at_once(*[lambda: deny(signature.pk)] * 4) == [Denial.GONE] * 4

    assert AuditEvent.objects.filter(verb="signing.deny").count() == 1


@pytest.mark.parametrize("state", ["confirmed", "held", "struck", "withdrawn"])
def test_it_never_touches_what_somebody_confirmed(letter: Letter, state: str) -> None:
    signature = make_signature(letter, ADA, state=state)
    before = Signature.objects.values().get()

    assert deny(signature.pk) == Denial.STANDS

    assert Signature.objects.values().get() == before


def test_a_refused_try_leaves_its_keyed_identity_alone(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="refused", confirmed_at=None, network=NETWORK)

    assert deny(signature.pk) == Denial.GONE

    signature.refresh_from_db()
    assert (signature.address, signature.name, signature.network, signature.state) == (None, "", "", "refused")


def test_an_erased_one_is_gone(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=True)

    assert deny(signature.pk) == Denial.GONE


def test_its_owner_may_sign_later(letter: Letter) -> None:
    denied_by(letter, ADA)

    try_to_sign(letter)
    click(letter)

    assert row_of(letter).state == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_three_in_a_day_hold_whatever_comes_from_their_network() -> None:
    letter = make_letter()
    denied_by(letter, ADA, NOOR)
    assert attempt() == Verdict("pass")

    denied_by(letter, SUZIE)

    assert attempt() == Verdict("hold", "denied")
    assert attempt(client="198.51.100.1") == Verdict("pass")


@pytest.mark.django_db(transaction=True)
def test_asking_counts_for_nothing() -> None:
    denied_by(make_letter(), ADA, NOOR)

    assert [attempt().rule for _ in range(10)] == [""] * 10
