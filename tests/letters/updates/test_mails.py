"""What signers read, over a real SMTP conversation, and who reads nothing any more when its turn comes."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from letters.models import Letter, Signature
from letters.signing import links
from letters.signing.actions import choosing, erase, strike, unsubscribe, withdraw
from letters.signing.rules import StrikeReason
from letters.updates.actions import keep
from letters.updates.actions.writing import News
from letters.writing.actions import add_image, take_down
from letters.writing.images import Picture
from petition.lib import tokens
from petition.lib.tokens import Purpose
from petition.outbox.delivery import deliver
from petition.outbox.kinds import UNWANTED, kind_of
from petition.outbox.models import Message, Suppression
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.updates.newsroom import reader, readers, send_it, sent, sweep, written
from tests.makers import make_letter, make_user
from tests.sink import Sink

pytestmark = pytest.mark.django_db

SQUARE = Picture(b"as if it were one", 800, 600)


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found
    return str(found.get_content())


def test_a_signer_reads_the_words_the_letter_and_two_ways_out(letter: Letter, sink: Sink) -> None:
    reader(letter)
    sent(letter)
    deliver()

    (mail,) = sink.mails
    text, html = part(mail, "plain"), part(mail, "html")
    assert str(mail["Subject"]) == "They answered"
    assert "We met twice." in text
    assert "<strong>twice</strong>" in html
    (leave,) = re.findall(r"http\S+/unsubscribe/\S+", text)
    (manage,) = re.findall(r"http\S+/signature/\S+", text)
    assert all(link in html for link in (links.to_letter(letter), leave, manage))
    assert str(mail["List-Unsubscribe"]).strip() == f"<{leave}>"
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert str(mail["List-Id"]) == "<artists.letters.localhost>"


def test_a_picture_is_told_in_words_and_nothing_is_fetched(letter: Letter, sink: Sink) -> None:
    reader(letter)
    image = add_image(letter, SQUARE, alt="A full [square]", person=make_user())
    sent(letter, News("In the square", f"{image.markdown}\n\n<script>alert(1)</script>"))
    deliver()

    text, html = part(sink.mails[0], "plain"), part(sink.mails[0], "html")
    assert "[A full [square]]" in text
    assert "<em>[A full [square]]</em>" in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_subject_holds_one_line_and_no_address(letter: Letter, sink: Sink) -> None:
    reader(letter)
    sent(letter, News("See evil.example/login now", "Words."))
    deliver()

    subject = str(sink.mails[0]["Subject"])
    assert "evil.example" not in subject
    assert subject.replace("\u200c", "") == "See evil.example/login now"


def leave_the_letter(signature: Signature) -> None:
    take_down(signature.letter, notice="An order.", by="user 1")


@pytest.mark.parametrize(
    "leave",
    [
        lambda ada: withdraw(ada.pk),
        lambda ada: strike(ada.pk, reason=StrikeReason.FRAUD, by="user 1"),
        lambda ada: unsubscribe(ada.pk),
        lambda ada: choosing.gather(ada.pk, weekly=True),
        lambda ada: erase(ada.pk, keep_counted=True),
        lambda ada: erase(ada.pk, keep_counted=False),
        leave_the_letter,
    ],
)
def test_whoever_left_between_request_and_delivery_gets_none(
    letter: Letter, sink: Sink, leave: Callable[[Signature], object]
) -> None:
    ada = reader(letter)
    sent(letter)

    leave(ada)
    deliver()

    assert "They answered" not in {str(mail["Subject"]) for mail in sink.mails}
    assert Message.objects.get(kind="updates.update").state == "unwanted"


def test_what_newer_words_have_replaced_is_wanted_by_nobody_even_when_it_is_held_already(letter: Letter) -> None:
    reader(letter)
    update = sent(letter)
    held = Message.objects.get()
    keep(update.pk, News("Corrected", "Three times."), on=0, person=make_user())
    send_it(update)
    sweep()

    newer = Message.objects.exclude(pk=held.pk).get()
    assert kind_of(held.kind).render(held) is UNWANTED
    assert kind_of(newer.kind).render(newer) is not UNWANTED


def test_what_is_off_the_letters_page_is_wanted_by_nobody(letter: Letter) -> None:
    reader(letter)
    update = sent(letter)
    type(update).objects.update(published_at=None)

    held = Message.objects.get()
    assert kind_of(held.kind).render(held) is UNWANTED


def test_whoever_is_under_another_letter_or_erased_wants_none(letter: Letter) -> None:
    reader(letter)
    sent(letter)
    message = Message.objects.get()

    message.cause = reader(make_letter("another"), NOOR).pk
    assert kind_of(message.kind).render(message) is UNWANTED
    message.cause = reader(letter, SUZIE, address=None).pk
    assert kind_of(message.kind).render(message) is UNWANTED


def test_each_reader_has_the_links_of_their_own_signature(letter: Letter, sink: Sink) -> None:
    mine = {ADA.address: {(reader(letter, ADA).pk,)}, NOOR.address: {(reader(letter, NOOR).pk,)}}
    sent(letter)
    deliver()

    assert {str(mail["To"]): _whose(part(mail, "plain")) for mail in sink.mails} == mine
    assert {str(mail["To"]): _whose(str(mail["List-Unsubscribe"])) for mail in sink.mails} == mine


def _whose(text: str) -> set[tuple[int, ...]]:
    """The signatures whose links to leave stand in a text."""
    return {tokens.read(Purpose.UNSUBSCRIBE, token) for token in re.findall(r"/unsubscribe/([^/\s]+)/", text)}


def test_edited_and_sent_again_whoever_had_nothing_yet_gets_the_newest_alone(letter: Letter, sink: Sink) -> None:
    readers(letter, 2)
    update = sent(letter)
    keep(update.pk, News("Corrected", "Three times."), on=0, person=make_user())
    send_it(update)
    sweep()

    deliver()

    assert sorted(sink.recipients) == ["reader0@example.org", "reader1@example.org"]
    assert {str(mail["Subject"]) for mail in sink.mails} == {"Corrected"}


def test_a_double_click_reaches_each_mailbox_once(letter: Letter, sink: Sink) -> None:
    readers(letter, 3)
    update = send_it(written(letter))
    send_it(update)
    sweep()
    sweep()
    deliver()

    assert sorted(sink.recipients) == [f"reader{n}@example.org" for n in range(3)]


def test_a_mailbox_that_refuses_is_suppressed_and_its_neighbour_is_not(letter: Letter, sink: Sink) -> None:
    reader(letter, ADA)
    reader(letter, NOOR)
    sink.answer(ADA.address, "550 5.1.1 no such mailbox")
    sent(letter)
    deliver()

    assert sink.recipients == [NOOR.address]
    assert Suppression.objects.count() == 1
