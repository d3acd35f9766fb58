"""After a cancel it goes to those who have nothing yet: everybody has it once, whoever clicks twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from letters.desk.news import news_of
from letters.models import Letter, Update
from letters.updates.actions import cancel, keep, send
from letters.updates.actions.writing import News
from letters.updates.weekly import _items
from petition.lib.refusal import Refused
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.letters.updates.newsroom import newest, of_untrusted, owed_to, readers, seen, sent, state_of, sweep
from tests.sink import Sink

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=5)  # when nothing can be in a worker's hands any more


@pytest.fixture
def broken_off(letter: Letter, organizer: User, sink: Sink) -> Update:
    """Of five readers two have it."""
    readers(letter, 5)
    update = sent(letter)
    Message.objects.filter(cause__in=owed_to()[2:]).update(due_at=timezone.now() + timedelta(hours=1))
    deliver()
    cancel(update.pk, person=organizer)
    sweep()
    assert len(sink.recipients) == 2
    return update


def to_the_rest(update: Update, person: User) -> None:
    send(update.pk, seen(update), to_the_rest=True, person=person)


def test_everybody_has_exactly_one_in_the_end(broken_off: Update, organizer: User, sink: Sink) -> None:
    to_the_rest(broken_off, organizer)
    sweep(at=timezone.now() + LATER)
    deliver()
    sweep(at=timezone.now() + LATER)

    assert sorted(sink.recipients) == [f"reader{n}@example.org" for n in range(5)]
    mailing = newest(broken_off).mailing
    assert mailing
    assert (mailing.sent, mailing.owed, mailing.unwanted, state_of(broken_off)) == (3, 0, 0, "sent")


def test_a_double_click_sends_it_once(broken_off: Update, organizer: User) -> None:
    click = seen(broken_off)

    for _ in range(2):
        send(broken_off.pk, click, to_the_rest=True, person=organizer)
        sweep(at=timezone.now() + LATER)

    assert (broken_off.sendings.count(), len(owed_to())) == (2, 3)


def test_in_batches_too_whoever_has_it_is_left_out(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)

    sweep(at=timezone.now() + LATER, size=1)

    assert len(owed_to()) == len(set(owed_to())) == 3


def test_it_waits_until_no_worker_can_hold_one_of_the_cancelled(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)

    sweep()
    assert (state_of(broken_off), broken_off.sendings.count()) == ("scheduled", 1)

    sweep(at=timezone.now() + LATER)
    assert state_of(broken_off) == "sending"


def test_what_a_worker_sent_after_the_cancel_counts_as_had(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)
    late = Message.objects.filter(state="unwanted").order_by("pk")[:1]
    Message.objects.filter(pk__in=list(late.values_list("pk", flat=True))).update(state="sent")

    sweep(at=timezone.now() + LATER)

    assert len(owed_to()) == 2


def test_cancelled_once_more_the_next_rest_is_smaller(broken_off: Update, organizer: User, sink: Sink) -> None:
    to_the_rest(broken_off, organizer)
    sweep(at=timezone.now() + LATER)
    Message.objects.filter(cause__in=owed_to()[1:]).update(due_at=timezone.now() + timedelta(hours=1))
    deliver()
    cancel(broken_off.pk, person=organizer)
    sweep(at=timezone.now() + LATER)

    to_the_rest(broken_off, organizer)
    sweep(at=timezone.now() + 2 * LATER)
    deliver()

    assert sorted(sink.recipients) == [f"reader{n}@example.org" for n in range(5)]


def test_taken_back_before_it_begins_it_can_be_sent_after_all(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)
    cancel(broken_off.pk, person=organizer)

    to_the_rest(broken_off, organizer)
    sweep(at=timezone.now() + LATER)

    assert len(owed_to()) == 3


def test_sent_to_everybody_nobody_is_left_out(broken_off: Update, organizer: User) -> None:
    keep(broken_off.pk, News("Corrected", "Three times."), on=0, person=organizer)

    send(broken_off.pk, seen(broken_off), person=organizer)
    sweep()

    assert len(owed_to()) == 5


def test_once_everybody_had_it_the_same_words_are_refused(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)
    for _ in range(2):
        sweep(at=timezone.now() + LATER)
        deliver()

    with pytest.raises(Refused, match="update-sent-already"):
        to_the_rest(broken_off, organizer)


def test_the_desk_reads_how_many_the_rest_are(broken_off: Update, organizer: User) -> None:
    of_untrusted(broken_off.letter)
    to_the_rest(broken_off, organizer)
    broken_off.refresh_from_db()
    assert broken_off.submission

    news = news_of(broken_off.submission)

    assert (news.audience, news.number) == ("Everybody who agreed to news, and has nothing of it yet", 3)


def test_the_weekly_mail_does_not_repeat_it_to_who_had_it(broken_off: Update, organizer: User) -> None:
    to_the_rest(broken_off, organizer)
    sweep(at=timezone.now() + LATER)
    had, without = (
        Message.objects.filter(state=state, kind="updates.update").order_by("pk")[0].cause for state in ("sent", "owed")
    )
    signatures = broken_off.letter.signatures.in_bulk([had, without])
    end = timezone.now() + LATER
    for signature in signatures.values():
        signature.wants_weekly, signature.confirmed_at = True, end - timedelta(days=6)

    assert [len(list(_items(signatures[pk], end))) for pk in (had, without)] == [0, 1]
