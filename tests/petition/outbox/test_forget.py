"""What is forgotten: of an erased signer at once, of everybody after a month."""

from datetime import timedelta

from django.utils import timezone

from petition.lib import vault
from petition.outbox.actions import forget, owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from petition.outbox.tasks import forget_recipients
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE
from tests.sink import Sink


def test_what_was_mailed_about_an_erased_cause_holds_no_trace_of_its_address(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    deliver()
    owe(CODE, to=ADA.address, cause=1, secrets={"code": "1"})

    forget(cause=1, kinds=[NOTE, CODE])
    deliver()

    assert set(Message.objects.values_list("state", flat=True)) == {"sent", "unwanted"}
    assert not Message.objects.filter(identity=vault.site_identity(ADA.address)).exists()
    assert {bytes(message.recipient) for message in Message.objects.all()} == {b""}
    assert len(sink.mails) == 1


def test_forgetting_one_cause_leaves_others_alone(sink: Sink) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    owe(NOTE, to=NOOR.address, cause=2)
    owe(NEWS, to=NOOR.address, cause=1)

    forget(cause=1, kinds=[NOTE])
    deliver()

    assert sink.recipients == [NOOR.address, NOOR.address]


def test_addresses_of_mail_that_is_over_are_erased_after_a_month() -> None:
    for cause, (state, days) in enumerate([("sent", 31), ("retired", 31), ("sent", 29), ("owed", 31)]):
        owe(NOTE, to=ADA.address, cause=cause)
        Message.objects.filter(cause=cause).update(state=state, created_at=timezone.now() - timedelta(days=days))

    forget_recipients()

    kept = [(bool(message.recipient), bool(message.identity)) for message in Message.objects.order_by("cause")]
    assert kept == [(False, False), (False, False), (True, True), (True, True)]
