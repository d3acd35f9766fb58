"""When the numbers of an update on its way are counted: for whoever looks, at a pace, and once more when it stops."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from letters.models import Letter, Update
from letters.updates import rules
from letters.updates.actions import begin_due, follow, look, owe_next, pause
from petition.outbox.delivery import deliver
from petition.outbox.models import Mailing, Message
from tests.letters.updates.newsroom import readers, send_it, sent, state_of, written
from tests.sink import Sink

LARGE = rules.COUNTED_FOR_A_LOOK * 100

pytestmark = pytest.mark.django_db


def begun(letter: Letter) -> Update:
    """On its way, and counted by nobody yet."""
    update = send_it(written(letter))
    begin_due()
    owe_next()
    return update


def counted(*, before: timedelta, **numbers: int) -> datetime:
    """As it would be if the clock had counted it a while ago."""
    at = timezone.now()
    Mailing.objects.update(counted_at=at - before, **numbers)
    return at


def test_a_small_one_is_counted_for_whoever_looks_before_the_clock_does(letter: Letter, sink: Sink) -> None:
    readers(letter, 2)
    update = begun(letter)
    deliver()

    look(update)

    mailing = Mailing.objects.get()
    assert (mailing.sent, mailing.owed, mailing.counted_at is None) == (2, 0, False)


@pytest.mark.parametrize(("before", "sees"), [(1.5, 0), (2.5, 2)])
def test_a_second_look_counts_again_only_after_a_while(letter: Letter, sink: Sink, before: float, sees: int) -> None:
    readers(letter, 2)
    update = begun(letter)
    at = counted(before=timedelta(seconds=before))
    deliver()

    look(update, at=at)

    assert Mailing.objects.get().sent == sees


def test_a_large_one_is_counted_by_the_clock_alone(letter: Letter) -> None:
    readers(letter, 1)
    update = begun(letter)
    Mailing.objects.update(owed=LARGE)

    look(update)

    assert Mailing.objects.get().counted_at is None


def test_it_ends_although_somebody_looks_all_the_time(letter: Letter, sink: Sink) -> None:
    readers(letter, 2)
    update = begun(letter)
    deliver()
    look(update)

    follow()

    assert state_of(update) == "sent"


def test_a_large_one_is_counted_once_more_after_its_pause_let_the_last_mail_out(
    letter: Letter, organizer: User
) -> None:
    first, _second = readers(letter, 2)
    pause(sent(letter).pk, person=organizer)
    at = counted(before=timedelta(seconds=1), owed=LARGE)
    follow(at=at)
    assert Mailing.objects.get().owed == LARGE

    Message.objects.filter(cause=first.pk).update(state="sent", sent_at=at)
    follow(at=at)

    mailing = Mailing.objects.get()
    assert (mailing.sent, mailing.owed) == (1, 1)
