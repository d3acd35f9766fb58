import os

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from letters.models import Letter
from letters.signing.actions import withdraw
from petition.lib import resealing, vault
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.signing.trying import kinds_in_the_log, try_to_sign
from tests.makers import make_signature


@pytest.fixture
def newer_key(settings: LazySettings) -> bytes:
    return os.urandom(32)


def test_the_older_key_may_go_once_everything_is_sealed_anew(
    letter: Letter, settings: LazySettings, newer_key: bytes
) -> None:
    signature = make_signature(letter, NOOR)
    try_to_sign(letter, ADA)
    settings.ADDRESS_KEYS = (newer_key, *settings.ADDRESS_KEYS)

    call_command("reseal_addresses")

    settings.ADDRESS_KEYS = (newer_key,)
    signature.refresh_from_db()
    assert vault.unseal(signature.address) == NOOR.address
    assert Message.objects.get().address == ADA.address


def test_what_opens_the_log_is_sealed_anew_as_well(letter: Letter, settings: LazySettings, newer_key: bytes) -> None:
    signature = make_signature(letter, NOOR)
    settings.ADDRESS_KEYS = (newer_key, *settings.ADDRESS_KEYS)

    call_command("reseal_addresses")
    settings.ADDRESS_KEYS = (newer_key,)
    withdraw(signature.pk)

    assert kinds_in_the_log(letter) == ["text", "sign", "withdraw"]


def test_it_goes_on_where_it_ended_and_leaves_the_erased_alone(
    letter: Letter, settings: LazySettings, newer_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    rows = [make_signature(letter, person) for person in (ADA, NOOR, SUZIE)]
    letter.signatures.filter(pk=rows[0].pk).update(address=None)
    settings.ADDRESS_KEYS = (newer_key, *settings.ADDRESS_KEYS)

    first = resealing.reseal_column(letter.signatures.all(), "address")
    again = resealing.reseal_column(letter.signatures.all(), "address")

    assert (first, again) == (2, 0)
