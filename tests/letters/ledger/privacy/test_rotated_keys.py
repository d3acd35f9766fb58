"""The vault's key is changed under signers who stand in the log, and they lose nothing."""

import os

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from letters.ledger.models import Opening
from letters.ledger.openings import SEALED_FOR
from letters.models import Letter
from letters.signing.queries import count_of
from petition.lib import vault
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.lives import Life
from tests.letters.ledger.privacy.places import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def resealed(letter: Letter, client: Client, settings: LazySettings) -> Life:
    """A signer whose every secret was sealed under a key that is gone by now."""
    life = Life(letter, client)
    life.ask_for_links()
    older, newer = settings.ADDRESS_KEYS, os.urandom(32)
    settings.ADDRESS_KEYS = (newer, *older)
    call_command("reseal_addresses")
    settings.ADDRESS_KEYS = (newer,)
    return life


def test_nothing_sealed_is_left_under_the_older_key(letter: Letter, client: Client, settings: LazySettings) -> None:
    older, newer = settings.ADDRESS_KEYS, os.urandom(32)
    Life(letter, client).ask_for_links()
    before = dict(places.tables())
    settings.ADDRESS_KEYS = (newer, *older)
    call_command("reseal_addresses")

    settings.ADDRESS_KEYS = (newer,)

    sealed = [place for place, data in before.items() if place.endswith(" unsealed") and data]
    assert len(sealed) == 3
    after = dict(places.tables())
    assert {place: after[place] for place in sealed} == {place: before[place] for place in sealed}


@pytest.mark.parametrize("steps", [("edit",), ("hide",), ("withdraw",), ("edit", "hide", "withdraw")])
def test_she_changes_and_leaves_after_the_older_key_is_gone(
    letter: Letter, resealed: Life, steps: tuple[str, ...]
) -> None:
    for step in steps:
        resealed.live(step)

    letter.refresh_from_db()
    assert_sound(letter.log)
    assert "nothing differs" in say("verify", "--all")
    assert count_of(letter.pk) == (2 if "withdraw" in steps else 3)


def test_without_the_command_the_older_key_may_not_go(letter: Letter, client: Client, settings: LazySettings) -> None:
    Life(letter, client)
    settings.ADDRESS_KEYS = (os.urandom(32),)

    with pytest.raises(vault.CannotOpen):
        vault.unseal(Opening.objects.latest("pk").secret, SEALED_FOR)
