"""One mail a week about all that a mailbox follows, and each piece of news once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter, Signature
from letters.signing.actions import choosing, erase
from letters.updates import weekly
from letters.updates.actions.writing import News
from letters.updates.models import Update
from letters.updates.weekly import ended
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import at_once
from tests.letters.updates.newsroom import owed_to, reader, sent
from tests.letters.updates.test_mails import part
from tests.makers import make_letter
from tests.sink import Sink

pytestmark = pytest.mark.django_db

NEXT_WEEK = ended(timezone.now()) + timedelta(days=7)


def another(letter: Letter, slug: str = "another") -> Letter:
    return make_letter(slug, team=letter.team, title="Pay the choir")


def of_the_week() -> None:
    """The clock rings on the Friday that follows."""
    weekly.tell(at=NEXT_WEEK)
    Message.objects.filter(kind="updates.weekly").update(created_at=NEXT_WEEK, due_at=timezone.now())


def follow_both(letter: Letter) -> Signature:
    signature = reader(letter)
    reader(another(letter))
    choosing.gather(signature.pk, weekly=True)
    return signature


@pytest.mark.parametrize(
    ("at", "end"),
    [
        (datetime(2026, 12, 4, 8, tzinfo=UTC), datetime(2026, 12, 4, 8, tzinfo=UTC)),
        (datetime(2026, 12, 4, 7, 59, tzinfo=UTC), datetime(2026, 11, 27, 8, tzinfo=UTC)),
        (datetime(2026, 12, 10, 23, tzinfo=UTC), datetime(2026, 12, 4, 8, tzinfo=UTC)),
    ],
)
def test_a_week_ends_on_friday_morning(at: datetime, end: datetime) -> None:
    assert ended(at) == end


def test_one_mail_tells_of_every_letter_and_none_comes_before(letter: Letter, sink: Sink) -> None:
    follow_both(letter)
    sent(letter)
    sent(Letter.objects.get(slug="another"), News("The choir sang", "All of it."))
    assert owed_to() == []

    of_the_week()
    deliver()

    (mail,) = sink.mails
    assert str(mail["Subject"]).startswith("2 pieces of news")
    for kind in ("plain", "html"):
        assert all(
            words in part(mail, kind) for words in ("They answered", "The choir sang", "/letters/another/updates/")
        )
    assert "<strong>twice</strong>" in part(mail, "html")


def test_again_owes_no_second_one(letter: Letter) -> None:
    follow_both(letter)
    sent(letter)
    sent(Letter.objects.get(slug="another"))

    of_the_week()
    of_the_week()

    assert Message.objects.filter(kind="updates.weekly").count() == 1


def test_a_week_without_news_has_no_mail(letter: Letter) -> None:
    follow_both(letter)
    Update.objects.update(published_at=NEXT_WEEK)

    assert weekly.tell(at=NEXT_WEEK) == 0


def test_whoever_wants_each_as_it_comes_gets_no_weekly_mail(letter: Letter) -> None:
    follow_both(letter)
    noor = reader(letter, NOOR)
    sent(letter)

    of_the_week()

    assert owed_to() == [noor.pk]
    assert [message.address for message in Message.objects.filter(kind="updates.weekly")] == [ADA.address]


def test_news_for_others_is_not_in_it(letter: Letter, sink: Sink) -> None:
    follow_both(letter)
    update = sent(letter)
    update.sendings.update(audience="language", audience_value="de")

    of_the_week()
    deliver()

    assert sink.mails == []


def test_what_was_published_before_somebody_signed_is_not_in_it(letter: Letter, sink: Sink) -> None:
    follow_both(letter)
    sent(letter)
    Signature.objects.update(confirmed_at=timezone.now())

    of_the_week()
    deliver()

    assert sink.mails == []


def test_whoever_leaves_before_it_goes_out_gets_none(letter: Letter, sink: Sink) -> None:
    signature = follow_both(letter)
    sent(letter)
    of_the_week()

    choosing.leave_all(signature.pk)
    deliver()

    assert sink.mails == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_wants_each_again_gets_what_was_held_and_nothing_twice(letter: Letter, sink: Sink, when: str) -> None:
    signature = follow_both(letter)
    sent(letter)
    if when == "after":
        of_the_week()
    choosing.gather(signature.pk, weekly=False)
    sent(letter, News("They paid", "All of us."))
    of_the_week()
    deliver()

    subjects = sorted(str(mail["Subject"]).strip() for mail in sink.mails)
    assert subjects == ["One piece of news of a letter you follow", "They paid"]
    assert any("They answered" in part(mail, "plain") for mail in sink.mails)


def test_what_came_by_itself_before_one_mail_a_week_was_chosen_is_not_in_it(letter: Letter, sink: Sink) -> None:
    signature = reader(letter)
    sent(letter)
    deliver()
    choosing.gather(signature.pk, weekly=True)
    sent(letter, News("They paid", "All of us."))
    of_the_week()
    deliver()

    alone, of_the_week_that_is_over = (part(mail, "plain") for mail in sink.mails)
    assert "They answered" in alone
    assert "They paid" in of_the_week_that_is_over
    assert "They answered" not in of_the_week_that_is_over


def test_whoever_wants_each_again_is_told_of_no_week_after_that(letter: Letter) -> None:
    signature = follow_both(letter)
    choosing.gather(signature.pk, weekly=False)
    sent(letter)
    Update.objects.update(published_at=NEXT_WEEK + timedelta(hours=1))

    assert weekly.tell(at=NEXT_WEEK + timedelta(days=7)) == 0


def test_its_link_leaves_all_at_one_click(letter: Letter, sink: Sink, client: Client) -> None:
    follow_both(letter)
    sent(letter)
    of_the_week()
    deliver()
    (mail,) = sink.mails
    (leave,) = re.findall(r"http://[^/]+(/unsubscribe/\S+)", part(mail, "plain"))
    assert str(mail["List-Unsubscribe"]).strip().endswith(f"{leave}>")

    client.post(leave, {"List-Unsubscribe": "One-Click"})

    assert not Signature.objects.filter(wants_news=True).exists()


def test_its_words_end_with_a_whole_one_and_carry_no_half_address(letter: Letter, sink: Sink) -> None:
    follow_both(letter)
    sent(letter, News("They answered", f"{'word ' * 77}**[here](https://example.org/{'a' * 60})** and on"))
    of_the_week()
    deliver()

    text = part(sink.mails[0], "plain")
    assert "word here …" in text
    assert "example.org" not in text
    assert "*" not in text


def test_erasing_leaves_no_address_in_it(letter: Letter) -> None:
    signature = follow_both(letter)
    sent(letter)
    of_the_week()

    erase(signature.pk, keep_counted=False)

    assert bytes(Message.objects.get(kind="updates.weekly").recipient) == b""


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_owe_one(letter: Letter) -> None:
    follow_both(letter)
    sent(letter)

    at_once(*[lambda: weekly.tell(at=NEXT_WEEK)] * 3)

    assert Message.objects.filter(kind="updates.weekly").count() == 1
