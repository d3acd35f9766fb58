"""A letter turns to its next log while people sign, change and leave it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from letters.ledger.models import Log, Opening
from letters.models import Letter, Signature
from letters.signing.actions import edit, erase, hide_name, restore, strike, withdraw
from letters.signing.fields import from_signature
from letters.signing.queries import count_of, differing_from_the_log
from letters.signing.rotating import Move, rotate
from letters.signing.rules import StrikeReason
from letters.writing.actions import amend
from petition.audit.actions import OPERATOR
from tests.cast import Person
from tests.letters.ledger.books import assert_sound
from tests.letters.signing.trying import at_once, click, overlapping, try_to_sign
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)


def person(number: int) -> Person:
    return Person(f"Signer {number}", f"signer{number}@example.org")


def strike_and_restore(signature: Signature) -> None:
    strike(signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)
    restore(signature.pk, by=OPERATOR)


def something_to_do(letter: Letter, number: int, signature: Signature) -> Callable[[], object]:
    shown = replace(from_signature(signature), city="Lisbon")
    return (
        partial(withdraw, signature.pk),
        partial(edit, signature.pk, shown),
        partial(strike, signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR),
        partial(strike_and_restore, signature),
        partial(click, letter, person(100 + number)),
    )[number % 5]


def hidden_in(signature: Signature) -> None:
    hide_name(signature.pk, by=OPERATOR)


def erased_in(signature: Signature) -> None:
    erase(signature.pk, keep_counted=False)


def test_nothing_asked_meanwhile_fails_or_is_lost() -> None:
    letter = make_letter()
    signatures = [make_signature(letter, person(number)) for number in range(30)]
    for number in range(4, 30, 5):
        try_to_sign(letter, person(100 + number))

    told = at_once(
        *(something_to_do(letter, number, signature) for number, signature in enumerate(signatures)),
        partial(rotate, letter.pk, says=lambda _: None),
    )

    letter.refresh_from_db()
    assert isinstance(told[-1], Log)
    assert letter.log == told[-1]
    assert not [code for code in told[:-1] if isinstance(code, str) and code.startswith("letter-")]
    assert count_of(letter.pk) == 30 - 6 - 6 + 6
    assert not list(differing_from_the_log())
    for log in Log.objects.filter(kind="letter"):
        assert_sound(log)


def test_a_text_that_is_amended_meanwhile_is_the_new_logs_text() -> None:
    letter = make_letter()
    make_signature(letter)

    at_once(
        partial(amend, Letter.objects.get(pk=letter.pk), body="We wrote more songs.", note="More", by=OPERATOR),
        partial(rotate, letter.pk, says=lambda _: None),
    )

    letter.refresh_from_db()
    assert letter.log is not None
    assert letter.log.text_number == 2
    assert letter.log.follows is not None
    assert_sound(letter.log)


@pytest.mark.parametrize("leaves", [hidden_in, erased_in])
def test_who_is_just_being_hidden_or_erased_is_opened_by_no_log(leaves: Callable[[Signature], object]) -> None:
    letter = make_letter()
    signature = make_signature(letter)
    letter.refresh_from_db()
    assert letter.log is not None
    move = Move(letter, letter.log, lambda _: None)

    overlapping(partial(leaves, signature), move.enter_all)

    assert_sound(move.new)
    assert not Opening.objects.shown().exists()
