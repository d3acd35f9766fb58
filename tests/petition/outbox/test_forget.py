"""What is forgotten: of an erased signer at once, of everybody after a month."""

from datetime import timedelta

from django.utils import timezone

from petition.lib import vault
from petition.outbox import leases
from petition.outbox.actions import forget, owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from petition.outbox.tasks import forget_recipients
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, HEAD, NEWS, NOTE
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


def test_what_reached_nobody_may_be_owed_anew(sink: Sink) -> None:
    owe(NEWS, to=ADA.address, cause=1, key="one")
    forget(cause=1, kinds=[NEWS])

    owe(NEWS, to=ADA.address, cause=2, key="one")
    deliver()

    assert sink.recipients == [ADA.address]


def test_what_was_sent_or_is_just_being_sent_is_owed_no_second_time(sink: Sink) -> None:
    owe(NEWS, to=ADA.address, cause=1, key="sent")
    deliver()
    owe(NEWS, to=ADA.address, cause=1, key="sending")
    leases.claim(1)
    forget(cause=1, kinds=[NEWS])

    for key in ("sent", "sending"):
        owe(NEWS, to=ADA.address, cause=2, key=key)

    assert not Message.objects.owed().exists()


def test_a_key_that_is_made_of_an_address_is_kept_for_a_month() -> None:
    for kind, days in ((HEAD, 31), (HEAD, 29), (NEWS, 31)):
        owe(kind, to=ADA.address, cause=1, key=f"{kind} {days}")
        newest = Message.objects.filter(key=f"{kind} {days}")
        newest.update(state="sent", recipient=b"", created_at=timezone.now() - timedelta(days=days))

    forget_recipients()

    assert list(Message.objects.order_by("id").values_list("key", flat=True)) == [None, f"{HEAD} 29", f"{NEWS} 31"]
