"""One mail a week is chosen for a mailbox: what it signs later follows; with its last signature that is forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from letters.models import Letter, Signature, WeeklyMailbox
from letters.signing.actions import deny, erase, erase_unconfirmed
from letters.signing.actions.choosing import gather
from letters.signing.actions.readdressing import move
from letters.signing.mail import NEW_ADDRESS
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, Person
from tests.letters.signing.trying import HOLD, at_once, click, row_of, try_to_sign
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(letter: Letter) -> Signature:
    """Ada's, who has her news once a week."""
    signature = make_signature(letter, ADA, wants_news=True)
    gather(signature.pk, weekly=True)
    return row_of(letter)


def signs(person: Person = ADA) -> Signature:
    """Somebody signs another letter."""
    later = make_letter()
    try_to_sign(later, person, wants_news=True)
    click(later, person)
    return row_of(later, person)


def test_a_letter_signed_later_comes_with_the_others(weekly: Signature) -> None:
    assert signs().wants_weekly


def test_it_is_the_choice_of_that_mailbox_alone(weekly: Signature) -> None:
    assert not signs(NOOR).wants_weekly
    assert not signs(Person("Ada", f"x+{ADA.address}")).wants_weekly


def test_one_that_a_moderator_looks_at_first_follows_too(weekly: Signature) -> None:
    later = make_letter()
    try_to_sign(later, verdict=HOLD)
    click(later)

    assert (row_of(later).state, row_of(later).wants_weekly) == ("held", True)


def test_nobody_but_the_owner_of_the_mailbox_brings_it_about(weekly: Signature) -> None:
    later = make_letter()

    try_to_sign(later)

    assert not row_of(later).wants_weekly


def test_whoever_wants_each_again_has_each_of_what_is_signed_later(weekly: Signature) -> None:
    gather(weekly.pk, weekly=False)

    assert not signs().wants_weekly
    assert not WeeklyMailbox.objects.exists()


@pytest.mark.parametrize("keep_counted", [True, False])
def test_it_is_forgotten_with_the_last_signature_and_not_before(weekly: Signature, keep_counted: bool) -> None:
    later = signs()

    erase(weekly.pk, keep_counted=keep_counted)
    assert WeeklyMailbox.objects.exists()
    erase(later.pk, keep_counted=keep_counted)
    assert not WeeklyMailbox.objects.exists()


def expire(signature: Signature) -> None:
    erase_unconfirmed(at=timezone.now() + timedelta(days=8))


def refuse(signature: Signature) -> None:
    deny(signature.pk)


@pytest.mark.parametrize("end", [expire, refuse])
def test_a_try_that_ends_leaves_none(letter: Letter, end: Callable[[Signature], None]) -> None:
    try_to_sign(letter, wants_news=True)
    gather(row_of(letter).pk, weekly=True)
    assert WeeklyMailbox.objects.exists()

    end(row_of(letter))

    assert not WeeklyMailbox.objects.exists()


def moved(signature: Signature) -> Signature:
    """It belongs to Noor's mailbox from now on."""
    owe(NEW_ADDRESS, to=NOOR.address, cause=signature.pk)
    assert move(signature.pk, Message.objects.get(kind=NEW_ADDRESS).pk) == "moved"
    signature.refresh_from_db()
    return signature


def test_it_moves_with_its_signature(weekly: Signature) -> None:
    assert moved(weekly).wants_weekly

    assert signs(NOOR).wants_weekly
    assert not signs().wants_weekly


def test_a_signature_moves_into_the_choice_of_its_new_mailbox(letter: Letter) -> None:
    gather(make_signature(make_letter(), NOOR, wants_news=True).pk, weekly=True)

    assert moved(make_signature(letter, ADA)).wants_weekly


@pytest.mark.django_db(transaction=True)
def test_the_last_two_erased_at_once_leave_none(letter: Letter) -> None:
    signatures = [make_signature(where, ADA, wants_news=True) for where in (letter, make_letter())]
    gather(signatures[0].pk, weekly=True)

    at_once(*[lambda one=one: erase(one.pk, keep_counted=False) for one in signatures])  # type: ignore[misc]

    assert not WeeklyMailbox.objects.exists()
