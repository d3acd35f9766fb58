"""Which domains refuse our mail, how often and with what."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from petition.outbox import bounces, refusing
from petition.outbox.actions import owe
from petition.outbox.bounces import Report, Sort
from petition.outbox.delivery import deliver
from petition.outbox.models import DomainRefusals
from petition.outbox.refusing import Refusals, Refusing, status_of
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import Sink, free_port

FULL = "452 4.2.2 full"


def note(domain: str, *reasons: str) -> None:
    refusals = Refusals()
    for reason in reasons:
        refusals.note(domain, reason)
    refusals.add()


def test_refusals_of_a_batch_are_counted_by_domain_and_status(sink: Sink) -> None:
    sink.answer("RCPT", FULL, FULL, "550 5.1.1 <ada@example.org> unknown")
    for cause in range(4):
        owe(NOTE, to=ADA.address, cause=cause)

    deliver()

    assert [(row.domain, row.status, row.number, row.reason) for row in refusing.most()] == [
        ("example.org", "452 4.2.2", 2, FULL),
        ("example.org", "550 5.1.1", 1, "550 5.1.1 … unknown"),
    ]


def test_a_server_that_is_away_is_no_refusal_of_a_domain(sink: Sink, settings: LazySettings) -> None:
    settings.EMAIL_PORT = free_port()
    owe(NOTE, to=ADA.address, cause=1)

    deliver()

    assert refusing.most() == []


def test_mail_that_came_back_later_counts_too() -> None:
    for _ in range(2):
        bounces.take(Report(Sort.HARD, ADA.address, "smtp;550 5.1.1 nobody here", key="one"))

    assert refusing.most() == [Refusing("example.org", "550 5.1.1", 1, "smtp;550 5.1.1 nobody here")]


def test_hours_add_up_the_most_frequent_stand_first_and_the_words_are_the_last() -> None:
    note("one.example", FULL)
    note("other.example", "550 5.7.1 id 1", "550 5.7.1 id 2")
    DomainRefusals.objects.filter(domain="other.example").update(at=timezone.now() - timedelta(hours=3))
    note("other.example", "550 5.7.1 id 3")

    assert refusing.most() == [
        Refusing("other.example", "550 5.7.1", 3, "550 5.7.1 id 3"),
        Refusing("one.example", "452 4.2.2", 1, FULL),
    ]


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("550 5.1.1 no such user", "550 5.1.1"),
        ("550-5.7.26 unauthenticated", "550 5.7.26"),
        ("421 try later", "421"),
        ("smtp; 5.2.2 over quota", "5.2.2"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", ""),
        ("blocked, see 203.0.113.250", ""),
        ("", ""),
    ],
)
def test_the_numbers_of_a_refusal_are_its_status(reason: str, status: str) -> None:
    assert status_of(reason) == status


def test_domains_are_named_for_a_day() -> None:
    note("one.example", FULL)
    now = timezone.now()

    assert refusing.forget(at=now + timedelta(hours=22)) == 0
    assert refusing.most(at=now + timedelta(hours=25)) == []
    assert refusing.forget(at=now + timedelta(hours=25)) == 1
