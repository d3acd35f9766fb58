"""An address is handed to the organizers by a box of its own, and taken back on the signer's page."""

import pytest
from django.test import Client

from letters.models import Letter
from letters.signing.rules import CONSENT
from tests.cast import ADA
from tests.letters.pages.filled import confirm_form, manage_path, pending, sign_form, sign_path
from tests.letters.signing.trying import click, row_of

pytestmark = pytest.mark.django_db


def test_the_box_is_there_and_not_ticked(client: Client, letter: Letter) -> None:
    box = client.get(sign_path(letter)).content.decode().partition('name="hands_address"')[2].partition(">")[0]

    assert box
    assert "checked" not in box


def test_nobody_hands_an_address_by_signing(client: Client, letter: Letter) -> None:
    client.post(sign_path(letter), sign_form(letter, wants_news="on"))

    assert (row_of(letter).hands_address, row_of(letter).consent) == (False, CONSENT)


def test_a_ticked_box_is_kept_and_can_be_taken_back(client: Client, letter: Letter) -> None:
    signature, path = pending(letter)
    client.post(path, confirm_form(letter, hands_address="on"))
    assert row_of(letter).hands_address

    client.post(manage_path(signature), {"name": ADA.name, "display": "name"})

    assert not row_of(letter).hands_address


def test_who_withdraws_hands_nothing_any_more(client: Client, letter: Letter) -> None:
    signature, _ = pending(letter, hands_address=True)
    click(letter)

    client.post(manage_path(signature) + "withdraw/")

    assert not row_of(letter).hands_address
