"""Owing: what is written, once, and in whose transaction."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from petition.lib import vault
from petition.outbox.actions import owe
from petition.outbox.kinds import Priority, UnknownKind
from petition.outbox.models import Message
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE


def test_a_message_keeps_its_cause_and_no_readable_address() -> None:
    owe(NOTE, to=ADA.address, cause=7, language="fr")

    message = Message.objects.get()
    assert (message.kind, message.cause, message.language, message.state) == (NOTE, 7, "fr", "owed")
    assert message.priority == Priority.RECEIPT
    assert message.address == ADA.address
    assert ADA.address.encode() not in bytes(message.recipient)


def test_an_address_that_is_sealed_already_is_taken_as_it_is() -> None:
    sealed = vault.seal(ADA.address)

    owe(NOTE, to=sealed, cause=1)

    message = Message.objects.get()
    assert bytes(message.recipient) == sealed
    assert bytes(message.identity) == vault.site_identity(ADA.address)


def test_the_same_news_is_owed_once() -> None:
    for _ in range(3):
        owe(NEWS, to=ADA.address, cause=1, key="update 1 to signature 1")

    assert Message.objects.count() == 1


def test_a_key_owed_before_does_not_break_the_callers_transaction() -> None:
    with transaction.atomic():
        owe(NEWS, to=ADA.address, cause=1, key="one")
        owe(NEWS, to=ADA.address, cause=1, key="one")
        owe(NEWS, to=ADA.address, cause=2, key="two")

    assert Message.objects.count() == 2


def test_nothing_is_owed_when_the_cause_is_rolled_back() -> None:
    with transaction.atomic():
        owe(NOTE, to=ADA.address, cause=1)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_later_mail_is_tried_for_three_days_from_when_it_is_due() -> None:
    due = timezone.now() + timedelta(days=10)

    owe(NOTE, to=ADA.address, cause=1, due=due)

    message = Message.objects.get()
    assert (message.due_at, message.retire_at) == (due, due + timedelta(days=3))


def test_secrets_are_sealed() -> None:
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "314159"})

    message = Message.objects.get()
    assert message.secrets == {"code": "314159"}
    assert b"314159" not in bytes(message.sealed or b"")


def test_a_kind_that_no_room_has_registered_is_not_owed() -> None:
    with pytest.raises(UnknownKind):
        owe("testing.unknown", to=ADA.address, cause=1)
