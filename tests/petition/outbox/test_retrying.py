"""What the operator tries again or drops while workers send it, and while somebody else presses the same button."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from petition.outbox import endings, leases, mailings, troubles
from petition.outbox.actions import drop, owe, retry
from petition.outbox.models import Message
from tests.cast import ADA
from tests.letters.signing.trying import at_once, overlapping
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE

READERS = "SELECT n AS cause, 'x'::bytea AS recipient, 'en' AS language FROM generate_series(1, 3) AS n"


def owe_failing(kind: str = NOTE, many: int = 1) -> None:
    for cause in range(many):
        owe(kind, to=ADA.address, cause=cause)
    later = timezone.now() + timedelta(hours=1)
    facts = {"problem": "452 4.2.2 full", "attempts": 2, "due_at": later, "retire_at": later}
    Message.objects.filter(kind=kind).update(**facts)


def retry_failing(kind: str = "") -> int:
    return retry(troubles.messages("failing", kind))


def drop_failing(kind: str = "") -> int:
    return drop(troubles.messages("failing", kind))


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_what_fails_is_due_at_once_and_begins_anew() -> None:
    owe_failing(many=3)

    assert retry_failing() == 3

    assert len(leases.claim(50)) == 3
    assert set(Message.objects.values_list("problem", "attempts")) == {("", 0)}
    assert not Message.objects.filter(retire_at__lt=timezone.now() + timedelta(days=2)).exists()


def test_what_waits_for_its_time_or_goes_to_nobody_known_is_not_tried(db: None) -> None:
    owe(NOTE, to=ADA.address, cause=1, due=timezone.now() + timedelta(hours=1))
    owe(NOTE, to=ADA.address, cause=2)
    Message.objects.filter(cause=2).update(state="retired", recipient=b"")

    assert retry(Message.objects.all()) == 0
    assert leases.claim(50) == []


def test_of_one_kind_the_others_wait_on() -> None:
    owe_failing(NOTE, 3)
    owe_failing(CODE, 2)

    assert retry_failing(NOTE) == 3
    assert drop_failing(NOTE) == 0
    assert drop_failing(CODE) == 2
    assert dict(Message.objects.values_list("kind", "state")) == {NOTE: "owed", CODE: "unwanted"}


@pytest.mark.parametrize("deed", [retry_failing, drop_failing])
def test_what_has_gone_meanwhile_is_no_longer_meant(deed: Callable[[], int]) -> None:
    owe_failing()
    (message,) = Message.objects.all()
    endings.sent(message, "")

    assert deed() == 0
    assert states() == {"sent"}


def test_what_a_worker_is_just_trying_is_not_tried_twice() -> None:
    owe_failing()
    Message.objects.update(due_at=timezone.now())
    (message,) = leases.claim(50)

    assert retry_failing() == 0
    assert leases.claim(50) == []
    assert leases.renew([message]) == {message.pk}


def test_what_a_killed_worker_has_left_is_tried_again() -> None:
    owe_failing()
    Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    assert retry_failing() == 1


def test_a_cancelled_mailing_is_not_tried_again() -> None:
    mailing = mailings.open_mailing(NEWS, cause=1)
    mailings.owe_selected(mailing, READERS, {})
    Message.objects.update(problem="452 4.2.2 full")
    mailings.cancel(mailing.pk)

    assert retry_failing() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [retry_failing, drop_failing])
def test_a_mail_that_is_taken_at_the_same_moment_stays_sent(deed: Callable[[], int]) -> None:
    owe_failing()
    (message,) = Message.objects.all()

    assert overlapping(partial(endings.sent, message, ""), deed) == [endings.Outcome.SENT, 0]
    assert states() == {"sent"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [retry_failing, drop_failing])
def test_of_two_clicks_at_once_one_does_it(deed: Callable[[], int]) -> None:
    owe_failing(many=200)

    assert sorted(at_once(deed, deed)) == [0, 200]


@pytest.mark.django_db(transaction=True)
def test_of_trying_again_and_dropping_at_once_each_mail_gets_one() -> None:
    owe_failing(many=200)

    retried, dropped = at_once(retry_failing, drop_failing)

    assert retried + dropped == 200
    assert Message.objects.filter(state="owed", problem="").count() == retried
    assert Message.objects.filter(state="unwanted").count() == dropped
