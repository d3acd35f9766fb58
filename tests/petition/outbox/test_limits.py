"""Mails that a stranger can cause: how many, and that the work tells nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petition.lib import vault
from petition.outbox.actions import Limits, owe, owe_within_limits
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, Person
from tests.petition.outbox.testing_kinds import CONFIRM, NOTE

HOUR = timedelta(hours=1)


def ask(cause: int, person: Person = ADA, *, quiet: timedelta = timedelta(0), wanted: bool = True) -> None:
    """One try, whose mail has gone out before the next."""
    identity = vault.site_identity(person.address)
    owe_within_limits(
        CONFIRM,
        Limits(per_cause=5, within=timedelta(days=7), per_day=10, quiet=quiet),
        to=person.address,
        cause=cause,
        identity=identity,
        language="en",
        wanted=wanted,
    )
    Message.objects.filter(state="owed").update(state="sent")


def owed(**which: object) -> int:
    return Message.objects.filter(kind=CONFIRM, **which).count()


def test_what_is_owed_is_complete() -> None:
    ask(7)

    message = Message.objects.get()
    assert (message.kind, message.cause, message.address, message.priority) == (CONFIRM, 7, ADA.address, 10)
    assert message.retire_at - message.created_at == timedelta(days=3)


def test_one_cause_brings_five_mails_and_no_sixth() -> None:
    for _ in range(6):
        ask(1)

    assert owed(cause=1) == 5


def test_a_cause_may_bring_mail_again_after_its_span() -> None:
    for _ in range(5):
        ask(1)
    Message.objects.update(created_at=timezone.now() - timedelta(days=7, seconds=1))

    ask(1)

    assert owed(cause=1) == 6


def test_one_address_gets_ten_mails_a_day_over_all_causes() -> None:
    for cause in range(11):
        ask(cause)
    ask(1, NOOR)

    assert owed(identity=vault.site_identity(ADA.address)) == 10
    assert owed(identity=vault.site_identity(NOOR.address)) == 1


def test_the_next_day_there_are_mails_again() -> None:
    for cause in range(10):
        ask(cause)
    Message.objects.update(created_at=timezone.now() - timedelta(hours=25))

    ask(11)

    assert owed() == 11


def test_other_mail_does_not_count() -> None:
    for _ in range(12):
        owe(NOTE, to=ADA.address, cause=1)

    ask(1)

    assert owed() == 1


def test_a_double_click_owes_one() -> None:
    ask(1, quiet=HOUR)
    ask(1, quiet=HOUR)

    assert owed() == 1


def test_while_a_mail_is_owed_there_is_no_second() -> None:
    ask(1)
    Message.objects.update(state="owed", created_at=timezone.now() - 2 * HOUR)

    ask(1, quiet=HOUR)

    assert owed() == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_wanted_or_not_the_same_statement_runs(wanted: bool) -> None:
    limits = Limits(per_cause=5, within=timedelta(days=7), per_day=10, quiet=HOUR)
    with CaptureQueriesContext(connection) as queries:
        owe_within_limits(CONFIRM, limits, to=ADA.address, cause=1, identity=b"i", language="en", wanted=wanted)

    assert len(queries) == 1
    assert owed() == wanted
