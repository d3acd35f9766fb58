"""Nobody who has all that is public, and every holder's receipt, can confirm a guess: no address, no hidden name."""

import re
from base64 import b64decode
from collections.abc import Iterable
from itertools import product

import pytest
from django.test import Client

from letters.ledger import commitments, receipts
from letters.ledger.models import Opening
from letters.ledger.openings import secret_of
from letters.models import Letter, Signature
from letters.signing import actions
from letters.signing.cards import card_of
from letters.signing.fields import ConfirmedFields
from letters.signing.receipts import receipt_file
from petition.lib.emails import normalise
from tests.cast import Person
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.places import Copies
from tests.makers import make_signature

pytestmark = pytest.mark.django_db

PEOPLE = [Person(f"Guessable Person {number}", f"Guess.Me+{number}@Mail{number}.example") for number in range(12)]
DISPLAYS = ("name", "initials", "anonymous")
NO_SALTS = {b"", bytes(32), b"\xff" * 32}
BASE64 = re.compile(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=")
HASH = 32


@pytest.fixture
def signed(letter: Letter) -> list[Signature]:
    """People shown in every way; of each three one stays, one changes it twice, and one takes it back."""
    signatures = [
        make_signature(letter, person, display=DISPLAYS[number % 3], city="Paris", title="Painter")
        for number, person in enumerate(PEOPLE)
    ]
    for signature in signatures[3:6]:
        actions.edit(signature.pk, ConfirmedFields(signature.name, "name", title="Sculptor"))
        actions.edit(signature.pk, ConfirmedFields(signature.name, "anonymous"))
    for signature in signatures[6:9]:
        actions.withdraw(signature.pk)
    return list(Signature.objects.filter(pk__in=[signature.pk for signature in signatures]).order_by("pk"))


@pytest.fixture
def known(letter: Letter, signed: list[Signature], client: Client, copies: Copies) -> set[bytes]:
    """Every value of 32 bytes that anybody may have: in entries, openings, tiles, files, and all receipts."""
    data = [content for _, content in [*places.served(letter, client), *copies.make(letter)]]
    data += [file.text.encode() for file in map(receipt_file, signed) if file]
    data += [b64decode(extra) for text in data for extra in re.findall(rb"extra (\S+)\n", text)]
    tiles = [content for place, content in places.served(letter, client) if "/tile/0/" in place]
    values = {b64decode(value) for text in data for value in BASE64.findall(text)}
    return values | {tile[at : at + HASH] for tile in tiles for at in range(0, len(tile), HASH)}


def confirmed_addresses(salts: Iterable[bytes], known: set[bytes]) -> set[str]:
    """The candidates for whom some salt gives a value that is known."""
    spelled = {
        form for person in PEOPLE for form in (person.address, person.address.lower(), normalise(person.address))
    }
    return {form for salt, form in product(salts, spelled) if commitments.mail_hash(salt, form) in known}


def confirmed_names(salts: Iterable[bytes], known: set[bytes], cards: Iterable[str]) -> set[str]:
    return {card for salt, card in product(salts, cards) if commitments.card_hash(salt, card) in known}


def all_cards() -> set[str]:
    """Every name of the list, and how it could be shown."""
    details = [("", ""), ("Painter", "Paris"), ("Sculptor", "")]
    return {commitments.card_text(person.name, *detail) for person in PEOPLE for detail in details}


def test_no_address_is_confirmed_by_what_anybody_has(known: set[bytes]) -> None:
    assert len(known) > 50

    assert confirmed_addresses(known | NO_SALTS, known) == set()


def test_with_its_salt_the_address_would_be(known: set[bytes], signed: list[Signature]) -> None:
    """The guess is the right one; what it lacks is known to us alone."""
    opening = Opening.objects.get(pk=signed[0].operation_id)

    confirmed = confirmed_addresses([secret_of(opening).mail_salt], known)

    assert confirmed == {normalise(PEOPLE[0].address)}


def test_no_salt_of_an_address_is_public_or_in_a_receipt(known: set[bytes]) -> None:
    secrets = [secret_of(opening) for opening in Opening.objects.all()]

    assert secrets
    assert not known & {value for secret in secrets for value in (secret.mail_salt, bytes(secret))}


def test_no_name_that_is_not_shown_is_confirmed(known: set[bytes], signed: list[Signature]) -> None:
    """Of those who sign unnamed, have hidden their names, or are gone; also with every salt of the others."""
    shown = {card_of(signature) for signature in signed if signature.state == "confirmed"}

    confirmed = confirmed_names(known | NO_SALTS, known | commits(signed), all_cards())

    assert {card for card in confirmed if card not in shown} == set()


def test_a_name_that_is_shown_is_confirmed(known: set[bytes], signed: list[Signature]) -> None:
    """Whoever has an opening can tell: the search above would find what there is to find."""
    assert card_of(signed[0]) in confirmed_names(known, commits(signed), all_cards())


def commits(signed: list[Signature]) -> set[bytes]:
    """The commitments to cards; known to us, and to others for those that a receipt or an opening opens."""
    openings = Opening.objects.filter(pk__in=[signature.operation_id for signature in signed])
    return {commitments.card_hash(bytes(opening.salt), opening.card) for opening in openings}


def test_the_commitment_of_an_unnamed_signer_binds_no_name_at_all(signed: list[Signature]) -> None:
    unnamed = Opening.objects.filter(is_public=False)

    assert unnamed.exists()
    assert set(unnamed.values_list("card", flat=True)) == {""}


def test_the_receipt_of_an_unnamed_signer_holds_no_name(signed: list[Signature]) -> None:
    """Not even the name that she has hidden from everybody but us."""
    for signature in (signed[2], signed[4]):
        file = receipt_file(signature)
        assert file
        opening = receipts.parse(file.text).opening
        assert opening
        assert opening.card == ""
