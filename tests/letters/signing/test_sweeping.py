from datetime import timedelta

import pytest
from django.utils import timezone

from letters import tasks
from letters.models import Letter, Signature
from letters.signing.actions import erase_unconfirmed, forget_networks, sweeping
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.signing.trying import age_mails, row_of, try_to_sign
from tests.makers import make_signature, make_signatures

NOW = timezone.now()


def test_tries_nobody_confirmed_are_erased_after_a_week(letter: Letter) -> None:
    make_signature(letter, ADA, state="pending", at=NOW - timedelta(days=7, seconds=1))
    make_signature(letter, NOOR, state="pending", at=NOW - timedelta(days=7))
    make_signature(letter, SUZIE, at=NOW - timedelta(days=70))

    assert erase_unconfirmed(at=NOW) == 1

    assert {row.name for row in Signature.objects.all()} == {NOOR.name, SUZIE.name}


def test_a_try_renewed_in_time_stays(letter: Letter) -> None:
    try_to_sign(letter, at=NOW - timedelta(days=6))
    try_to_sign(letter, at=NOW)

    assert erase_unconfirmed(at=NOW + timedelta(days=2)) == 0


def test_blocked_tries_are_kept_for_a_month_and_decisions_for_ever(letter: Letter) -> None:
    old = NOW - timedelta(days=31)
    make_signature(letter, ADA, state="refused", at=old, confirmed_at=None)
    make_signature(letter, NOOR, state="refused", at=old)
    make_signature(letter, SUZIE, state="refused", at=NOW - timedelta(days=29), confirmed_at=None)

    assert erase_unconfirmed(at=NOW) == 1

    assert not Signature.objects.filter(name=ADA.name).exists()


def test_their_mails_forget_the_address_too(letter: Letter) -> None:
    try_to_sign(letter, at=NOW - timedelta(days=8))
    age_mails(0)

    erase_unconfirmed(at=NOW)

    assert bytes(Message.objects.get().recipient) == b""


def test_networks_are_forgotten_after_thirty_days(letter: Letter) -> None:
    make_signature(letter, ADA, network="192.0.2.0/32", at=NOW - timedelta(days=30, seconds=1))
    make_signature(letter, NOOR, network="192.0.2.0/32", at=NOW - timedelta(days=30))

    assert forget_networks(at=NOW) == 1

    assert (row_of(letter, ADA).network, row_of(letter, NOOR).network) == ("", "192.0.2.0/32")


def test_many_rows_go_in_batches(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "SWEEP_BATCH", 2)
    make_signatures(letter, 5)
    Signature.objects.update(network="192.0.2.0/32", created_at=NOW - timedelta(days=31))

    assert forget_networks(at=NOW) == 5

    assert not Signature.objects.exclude(network="").exists()


def test_the_doorbells_wake_the_sweeps(letter: Letter) -> None:
    make_signature(letter, ADA, state="pending", at=NOW - timedelta(days=8))
    make_signature(letter, NOOR, network="192.0.2.0/32", at=NOW - timedelta(days=31))

    tasks.erase_unconfirmed()
    tasks.forget_networks()

    assert [(row.name, row.network) for row in Signature.objects.all()] == [(NOOR.name, "")]
