"""Sending an update: at once or at its moment, once, to whom it is for, and no further than its team wants."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from letters.models import Letter, Sending, Submission
from letters.signing.actions import erase
from letters.updates.actions import (
    begin_due,
    beginning,
    cancel,
    choose,
    follow,
    go_on,
    keep,
    owe_next,
    pause,
    send,
    send_to_self,
)
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted, count
from letters.updates.rules import SENDINGS_A_DAY
from letters.writing.actions import take_down
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.outbox.delivery import deliver
from petition.outbox.models import Mailing, Message
from tests.cast import ADA, NOOR, OLIVE, SUZIE
from tests.letters.updates.newsroom import (
    newest,
    owed_to,
    reader,
    readers,
    seen,
    send_it,
    sent,
    state_of,
    sweep,
    written,
)
from tests.makers import make_letter, make_signature
from tests.sink import Sink

pytestmark = pytest.mark.django_db


def test_only_those_hear_of_it_who_agreed_to_news_and_stand_under_the_letter(letter: Letter) -> None:
    ada = reader(letter)
    make_signature(letter, NOOR)
    reader(letter, SUZIE, state="withdrawn")
    reader(letter, OLIVE, address=None)
    reader(make_letter(), SUZIE)

    sent(letter)

    assert owed_to() == [ada.pk]
    assert count(letter.pk, Wanted("everybody")) == 1


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (Wanted("language", "de"), {"language": "de"}),
        (Wanted("country", "france"), {"country": "France"}),
        (Wanted("first_signers"), {"first_rank": 1}),
    ],
)
def test_an_audience_is_counted_as_it_is_owed(
    letter: Letter, organizer: User, wanted: Wanted, fields: dict[str, object]
) -> None:
    reader(letter)
    noor = reader(letter, NOOR, **fields)
    update = written(letter)
    choose(update.pk, wanted, person=organizer)

    send_it(update)
    sweep()

    assert (owed_to(), count(letter.pk, wanted)) == ([noor.pk], 1)


def test_a_second_click_sends_nothing_before_and_after_it_has_begun(letter: Letter, organizer: User) -> None:
    reader(letter)
    update = written(letter)
    click = seen(update)

    for _ in range(2):
        send(update.pk, click, person=organizer)
    sweep()
    send(update.pk, click, person=organizer)
    sweep()

    assert (Sending.objects.count(), Submission.objects.count(), len(owed_to())) == (1, 1, 1)


def test_what_is_about_to_go_out_is_sent_by_no_click_whatever_page_it_was_made_on(
    letter: Letter, organizer: User
) -> None:
    update = send_it(written(letter))

    send(update.pk, seen(update), person=organizer)

    assert Submission.objects.count() == 1


def test_what_has_changed_since_the_page_was_opened_is_not_sent(letter: Letter, organizer: User) -> None:
    update = written(letter)
    click = seen(update)
    keep(update.pk, News("Other", "Other."), on=0, person=organizer)

    with pytest.raises(Refused, match="changed-since"):
        send(update.pk, click, person=organizer)
    with pytest.raises(Refused, match="changed-since"):
        send(update.pk, seen(update)._replace(wanted=Wanted("first_signers")), person=organizer)


def test_an_empty_update_is_not_sent(letter: Letter) -> None:
    with pytest.raises(Refused, match="update-incomplete"):
        send_it(written(letter, News("", "Words.")))


def test_it_waits_for_its_moment(letter: Letter) -> None:
    reader(letter)
    at = timezone.now()
    update = send_it(written(letter), send_at=at + timedelta(hours=1), at=at)

    sweep(at=at + timedelta(minutes=59))
    assert (state_of(update), owed_to()) == ("scheduled", [])
    sweep(at=at + timedelta(minutes=61))

    assert (state_of(update), len(owed_to())) == ("sending", 1)


def test_a_paused_update_goes_on_where_it_was(letter: Letter, organizer: User, sink: Sink) -> None:
    readers(letter, 3)
    update = sent(letter)

    for _ in range(2):
        pause(update.pk, person=organizer)
    deliver()
    assert (state_of(update), sink.recipients) == ("paused", [])
    for _ in range(2):
        go_on(update.pk, person=organizer)
    deliver()

    assert (state_of(update), len(sink.recipients)) == ("sending", 3)
    assert AuditEvent.objects.filter(verb="updates.pause").count() == 1


def test_a_cancelled_update_sends_nothing_more(letter: Letter, organizer: User, sink: Sink) -> None:
    readers(letter, 3)
    update = sent(letter)

    for _ in range(2):
        cancel(update.pk, person=organizer)
    deliver()
    sweep()

    assert (state_of(update), sink.recipients) == ("cancelled", [])
    mailing = Mailing.objects.get()
    assert (mailing.unwanted, mailing.owed, bool(mailing.ended_at)) == (3, 0, True)


def test_of_a_cancelled_update_nobody_is_owed_any_more(letter: Letter, organizer: User) -> None:
    readers(letter, 2)
    update = send_it(written(letter))
    begin_due()

    cancel(update.pk, person=organizer)
    owe_next()

    assert not Message.objects.exists()


def test_only_what_is_on_its_way_is_paused(letter: Letter, organizer: User) -> None:
    update = written(letter)

    for verb in (pause, go_on):
        with pytest.raises(Refused, match="update-not-so"):
            verb(update.pk, person=organizer)


def test_edited_and_sent_again_only_the_newest_goes_on(letter: Letter, organizer: User) -> None:
    readers(letter, 2)
    update = sent(letter)
    keep(update.pk, News("Corrected", "Three times."), on=0, person=organizer)

    send_it(update)
    sweep()
    sweep()

    older, newer = update.sendings.select_related("mailing").order_by("number")
    assert older.mailing
    assert newer.mailing
    assert (older.mailing.state, older.mailing.unwanted, bool(older.ended_at)) == ("cancelled", 2, True)
    assert (newer.title, newer.mailing.owed, newer.number) == ("Corrected", 2, 2)
    assert state_of(update) == "sending"


def test_the_same_words_are_not_sent_again(letter: Letter) -> None:
    update = sent(letter)

    with pytest.raises(Refused, match="update-sent-already"):
        send_it(update)


def test_signers_of_a_letter_are_written_to_a_few_times_a_day(letter: Letter) -> None:
    for number in range(SENDINGS_A_DAY):
        send_it(written(letter, News(f"News {number}", "Words.")))

    with pytest.raises(Refused, match="too-many-updates"):
        send_it(written(letter, News("One more", "Words.")))


def test_it_ends_once_nobody_waits_any_more_and_its_numbers_add_up(letter: Letter, sink: Sink) -> None:
    readers(letter, 4)
    update = sent(letter)
    sink.answer("reader1@example.org", "550 5.1.1 no such mailbox")

    deliver()
    sweep()

    mailing = newest(update).mailing
    assert mailing
    assert (mailing.sent, mailing.refused, mailing.owed, mailing.state) == (3, 1, 0, "sent")
    assert state_of(update) == "sent"


def test_it_has_not_ended_while_somebody_is_still_to_be_owed_theirs(letter: Letter, sink: Sink) -> None:
    readers(letter, 2)
    update = send_it(written(letter))
    begin_due()

    owe_next(seconds=0, size=1)
    deliver()
    follow()
    assert state_of(update) == "sending"

    for _ in range(2):
        sweep()
        deliver()
    assert (len(sink.mails), state_of(update)) == (2, "sent")


def test_an_update_of_nobody_ends_too(letter: Letter) -> None:
    update = sent(letter)
    sweep()

    assert (state_of(update), Message.objects.count()) == ("sent", 0)


def test_of_a_letter_that_is_taken_down_nothing_begins(letter: Letter) -> None:
    reader(letter)
    update = send_it(written(letter))
    take_down(letter, notice="An order.", by="user 1")

    assert begin_due() == 0
    assert beginning._bring(update.pk, at=timezone.now()) == 0  # as when it was taken down while the clock looked
    assert state_of(update) == "scheduled"


def test_its_writer_reads_the_same_words_once_in_the_own_mailbox(letter: Letter, organizer: User, sink: Sink) -> None:
    update = written(letter)

    for _ in range(2):
        send_to_self(update.pk, person=organizer)
    deliver()

    (mail,) = sink.mails
    assert (sink.recipients, str(mail["Subject"])) == ([organizer.email], "Test: They answered")
    assert "List-Unsubscribe" not in mail


def test_erasing_a_signature_takes_its_message_along(letter: Letter, sink: Sink) -> None:
    ada = reader(letter, ADA)
    sent(letter)

    erase(ada.pk, keep_counted=True)
    deliver()

    assert (sink.recipients, Message.objects.get(kind="updates.update").recipient) == ([], b"")
