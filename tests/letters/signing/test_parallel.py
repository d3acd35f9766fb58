"""Many at the same moment, with real threads and connections of their own."""

from functools import partial

import pytest

from letters.models import FirstSigner, Signature
from letters.signing import mail
from letters.signing.actions import Outcome, confirm, erase, strike, withdraw
from letters.signing.actions.heading import add_first, ask_first_signers
from letters.signing.fields import from_signature
from letters.signing.queries import count_and_size, count_of, differing_from_the_log
from letters.signing.rules import MAILS_PER_DAY, StrikeReason
from petition.audit.actions import OPERATOR
from petition.outbox.models import Message
from tests.cast import ADA, Person
from tests.letters.signing.trying import (
    NETWORK,
    at_once,
    click,
    kinds_owed,
    newest_mail,
    overlapping,
    row_of,
    try_to_sign,
)
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

VARIANTS = [
    Person("Ada", variant)
    for number in range(10)
    for variant in (
        f"ada+{number}@example.org",
        f"Ada+{number}@Example.org",
        f"ADA+x{number}@EXAMPLE.ORG",
        f"aDa+y{number}@example.ORG",
        f"ada+z{number}@Example.Org",
    )
]


def test_fifty_parallel_confirms_count_once() -> None:
    letter = make_letter()
    try_to_sign(letter)

    outcomes = at_once(*[partial(click, letter)] * 50)

    assert sorted(outcomes) == [Outcome.ALREADY] * 49 + [Outcome.COUNTED]
    assert count_and_size(letter.pk) == (1, 2)
    assert kinds_owed() == ["please_confirm", "receipt"]


def test_fifty_variants_of_one_address_at_once_leave_one_row() -> None:
    letter = make_letter()

    at_once(*(partial(try_to_sign, letter, person) for person in VARIANTS))

    assert Signature.objects.count() == 1
    assert kinds_owed() == ["please_confirm"]


def test_fifty_people_who_confirm_at_once_are_all_counted_and_numbered() -> None:
    letter = make_letter()
    people = [Person(f"Signer {n}", f"signer{n}@example.org") for n in range(50)]
    for person in people:
        try_to_sign(letter, person)

    outcomes = at_once(*(partial(click, letter, person) for person in people))

    assert outcomes == [Outcome.COUNTED] * 50
    assert sorted(Signature.objects.values_list("operation__number", flat=True)) == list(range(1, 51))
    assert sorted(Signature.objects.values_list("operation__index", flat=True)) == list(range(1, 51))


def test_thirty_letters_at_once_bring_one_address_its_daily_limit() -> None:
    letters = [make_letter() for _ in range(30)]

    at_once(*(partial(try_to_sign, letter) for letter in letters))

    assert Message.objects.count() == MAILS_PER_DAY == 10
    assert Signature.objects.count() == 30


def test_leaving_and_being_struck_at_once_subtracts_one() -> None:
    letter = make_letter()
    signature = make_signature(letter, ADA)
    strike_it = partial(strike, signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)
    leave = partial(withdraw, signature.pk)

    at_once(*[strike_it, leave, partial(erase, signature.pk, keep_counted=False)] * 8)

    assert count_and_size(letter.pk) == (0, 3)
    assert differing_from_the_log() == []


def test_confirming_while_somebody_tries_again_keeps_what_the_owner_saw() -> None:
    letter = make_letter()
    try_to_sign(letter)
    signature = row_of(letter)
    message = newest_mail(mail.PLEASE_CONFIRM, signature.pk)
    confirm_it = partial(
        confirm, signature.pk, message.pk, from_signature(signature), version_number=1, network=NETWORK
    )

    at_once(confirm_it, *(partial(try_to_sign, letter, name=f"Stranger {n}") for n in range(8)))

    assert (row_of(letter).state, row_of(letter).name) == ("confirmed", ADA.name)
    assert count_of(letter.pk) == 1


def test_who_is_erased_while_being_asked_to_the_head_is_in_no_mail() -> None:
    letter = make_letter()
    signature = make_signature(letter, ADA, state="withdrawn")
    add_first(letter.pk, name=ADA.name, address=ADA.address, by=OPERATOR)

    overlapping(ask_first_signers, partial(erase, signature.pk, keep_counted=False))

    assert [message.kind for message in Message.objects.exclude(recipient=b"")] == []
    assert not FirstSigner.objects.exists()
