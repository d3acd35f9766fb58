"""The head of a list: asked once by mail, pending until they sign by name, and in the order the team gives it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from letters.models import FirstSigner, Letter
from letters.signing import mail
from letters.signing.actions import edit, erase
from letters.signing.actions.heading import (
    add_first,
    ask_first_signers,
    move_first,
    raise_to_first,
    rank_first_signers,
    remove_first,
)
from letters.signing.composing import first_signer
from letters.signing.fields import from_signature
from letters.signing.heading import head_of
from letters.signing.queries import first_signers
from letters.signing.rules import MOST_FIRST_SIGNERS
from petition.lib.refusal import Refused
from petition.lib.vault import letter_identity, seal
from petition.outbox.kinds import UNWANTED, Mail
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db

BY = "user 7"


def add(letter: Letter, person: Person = ADA) -> FirstSigner:
    return add_first(letter.pk, name=person.name, address=person.address, by=BY)


def invitations() -> list[Message]:
    return list(Message.objects.filter(kind=mail.FIRST_SIGNER))


def keys(letter: Letter) -> list[str]:
    return [first.key for first in head_of(letter)]


def shown(letter: Letter) -> list[str]:
    return [signature.name for signature in first_signers(letter)]


def test_nobody_is_asked_before_the_letter_can_be_signed() -> None:
    letter = make_letter(state="approved")
    add(letter)
    assert ask_first_signers() == 0

    Letter.objects.filter(pk=letter.pk).update(state="published")

    assert ask_first_signers() == 1
    assert ask_first_signers() == 0
    assert [message.address for message in invitations()] == [ADA.address]


def test_a_closed_letter_asks_nobody() -> None:
    letter = make_letter(closes_at=timezone.now() - timedelta(minutes=1))
    add(letter)

    assert ask_first_signers() == 0


def test_the_mail_says_nothing_that_the_desk_has_not_seen(letter: Letter) -> None:
    add_first(letter.pk, name="CLICK evil.example", address=ADA.address, by=BY)
    ask_first_signers()

    said = first_signer(invitations()[0])

    assert isinstance(said, Mail)
    assert letter.title in said.text
    assert f"/letters/{letter.slug}/" in said.text
    assert "evil" not in said.text + said.html + said.subject


def test_whoever_has_signed_already_gets_no_mail(letter: Letter) -> None:
    make_signature(letter, ADA)
    add(letter)

    assert ask_first_signers() == 1
    assert invitations() == []


def test_whoever_signs_before_the_mail_leaves_gets_none(letter: Letter) -> None:
    add(letter)
    ask_first_signers()
    make_signature(letter, ADA)

    assert first_signer(invitations()[0]) is UNWANTED


def test_a_letter_that_was_closed_meanwhile_asks_nobody(letter: Letter) -> None:
    add(letter)
    ask_first_signers()

    Letter.objects.filter(pk=letter.pk).update(closes_at=timezone.now())

    assert first_signer(invitations()[0]) is UNWANTED


def test_the_one_asked_stands_at_the_head_after_confirming(letter: Letter) -> None:
    add(letter, NOOR)
    add(letter, ADA)
    try_to_sign(letter, ADA)
    assert rank_first_signers() == 0

    click(letter, ADA)

    assert row_of(letter, ADA).first_rank is None  # confirming waits for no list
    assert rank_first_signers() == 1
    assert (shown(letter), row_of(letter, ADA).first_rank) == ([ADA.name], 2)


def test_another_spelling_of_the_address_is_the_same_person(letter: Letter) -> None:
    add(letter, Person(ADA.name, "ADA+letters@example.org"))
    make_signature(letter, ADA)

    assert rank_first_signers() == 1


def test_whoever_signs_unnamed_is_told_from_nobody(letter: Letter) -> None:
    first = add(letter, ADA)
    signature = make_signature(letter, ADA, display="anonymous")

    assert rank_first_signers() == 0
    with pytest.raises(Refused, match="first-signer-unnamed"):
        raise_to_first(letter.pk, signature.pk, by=BY)

    assert keys(letter) == [f"asked-{first.pk}"]
    assert head_of(letter)[0].signature is None


def test_nobody_stands_there_twice(letter: Letter) -> None:
    add(letter)

    with pytest.raises(Refused, match="first-signer-known"):
        add(letter)


def test_those_asked_and_those_who_signed_are_put_in_one_order(letter: Letter) -> None:
    add(letter, NOOR)
    signature = make_signature(letter, ADA)
    raise_to_first(letter.pk, signature.pk, by=BY)
    add(letter, SUZIE)
    before = keys(letter)

    assert move_first(letter.pk, before[2], -2, by=BY)
    assert not move_first(letter.pk, before[2], -1, by=BY)

    assert keys(letter) == [before[2], before[0], before[1]]
    assert row_of(letter, ADA).first_rank == 3


def test_taking_somebody_off_takes_back_the_mail(letter: Letter) -> None:
    first = add(letter)
    ask_first_signers()

    assert remove_first(letter.pk, f"asked-{first.pk}", by=BY)
    assert not remove_first(letter.pk, f"asked-{first.pk}", by=BY)

    assert [(message.state, bytes(message.recipient)) for message in invitations()] == [("unwanted", b"")]


def again(letter: Letter, first: FirstSigner) -> None:
    """Taken off and put on again, and then the sweep comes by."""
    remove_first(letter.pk, f"asked-{first.pk}", by=BY)
    add(letter)
    assert ask_first_signers() == 1


def test_whoever_was_reached_gets_no_second_mail_of_one_letter(letter: Letter) -> None:
    first = add(letter)
    ask_first_signers()
    Message.objects.update(state="sent")

    again(letter, first)

    assert len(invitations()) == 1


@pytest.mark.parametrize("state", ["owed", "unwanted", "retired"])
def test_whoever_was_not_reached_before_being_taken_off_is_asked_when_put_on_again(letter: Letter, state: str) -> None:
    first = add(letter)
    ask_first_signers()
    Message.objects.update(state=state)

    again(letter, first)

    assert [message.address for message in invitations() if message.state == "owed"] == [ADA.address]


def test_another_letter_asks_the_same_person(letter: Letter) -> None:
    add(letter)
    add(make_letter("builders"))

    assert (ask_first_signers(), len(invitations())) == (2, 2)


@pytest.mark.parametrize("is_at_the_head", [True, False])
def test_an_erased_signer_s_address_is_in_no_key(letter: Letter, is_at_the_head: bool) -> None:
    first = add(letter)
    ask_first_signers()
    Message.objects.update(state="sent")
    if not is_at_the_head:
        remove_first(letter.pk, f"asked-{first.pk}", by=BY)

    erase(make_signature(letter, ADA).pk, keep_counted=True)

    assert [message.key for message in invitations()] == [None]


def test_whoever_is_added_after_a_removal_stands_last(letter: Letter) -> None:
    people = [add(letter, person) for person in (ADA, NOOR, SUZIE)]
    for gone in people[:2]:
        remove_first(letter.pk, f"asked-{gone.pk}", by=BY)

    newest = add(letter, ADA)

    assert keys(letter) == [f"asked-{people[2].pk}", f"asked-{newest.pk}"]


def test_a_signature_taken_off_the_head_goes_on_counting(letter: Letter) -> None:
    add(letter)
    make_signature(letter, ADA)
    rank_first_signers()

    remove_first(letter.pk, keys(letter)[0], by=BY)
    rank_first_signers()

    assert (row_of(letter).state, row_of(letter).first_rank, keys(letter)) == ("confirmed", None, [])


def test_adding_and_removing_reaches_no_more_strangers(letter: Letter) -> None:
    many = [
        FirstSigner(
            letter=letter,
            rank=n,
            name="X",
            address=seal("x@example.org"),
            identity=letter_identity(letter.pk, f"{n}@x.y"),
        )
        for n in range(MOST_FIRST_SIGNERS - 1)
    ]
    FirstSigner.objects.bulk_create(many)
    first = add(letter)
    ask_first_signers()
    remove_first(letter.pk, f"asked-{first.pk}", by=BY)

    with pytest.raises(Refused, match="too-many-first-signers"):
        add(letter, NOOR)


def test_a_signer_who_is_erased_is_forgotten_at_the_head_too(letter: Letter) -> None:
    add(letter)
    ask_first_signers()
    make_signature(letter, ADA)

    erase(row_of(letter).pk, keep_counted=True)

    assert not FirstSigner.objects.exists()
    assert bytes(invitations()[0].recipient) == b""


def test_initials_are_not_told_to_whoever_knows_the_address(letter: Letter) -> None:
    signature = make_signature(letter, ADA, display="initials")
    add(letter)

    rank_first_signers()

    signature.refresh_from_db()
    assert signature.first_rank is None
    assert [first.signature for first in head_of(letter)] == [None]


def test_who_no_longer_shows_the_name_leaves_the_head(letter: Letter) -> None:
    signature = make_signature(letter, ADA, first_rank=1)

    edit(signature.pk, replace(from_signature(signature), display="initials"))

    signature.refresh_from_db()
    assert signature.first_rank is None
