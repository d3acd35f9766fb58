"""One mail of many comes from a plate: byte for byte what Django would have written for that reader."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.vault import seal
from petition.outbox import envelopes, plates
from petition.outbox.composing import MARK
from petition.outbox.envelopes import Envelope, envelope
from petition.outbox.kinds import Attachment, Mail, Pattern
from petition.outbox.models import Message
from petition.outbox.postman import Postman
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import NEWS
from tests.sink import Sink

ME, LEAVE = f"{MARK}0x", f"{MARK}1x"
BOUNDARY = re.compile(rb"={15}[0-9]+==")
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=200),
    st.sampled_from(
        ["Grüße 🎉\n.\n..\nFrom here", "رسالة مفتوحة", "a" * 990, "ä" * 600, "=?utf-8?q?=0A?=", "ends\n\n"]
    ),
)


@pytest.fixture(autouse=True)
def no_plates() -> None:
    envelopes._plate.cache_clear()


def mail(text: str = "We met.", subject: str = "They answered", *, of: str = "one", **other: Any) -> Mail:
    """As composed for one reader of many."""
    links = {ME: f"https://letters.example/signature/{of}/", LEAVE: f"https://letters.example/unsubscribe/{of}/"}
    text = f"{text}\n{ME}\n{LEAVE}\n"
    pattern = Pattern(subject, text, f"<p>{escape(text)}</p>\n")
    html = pattern.html
    for mark, link in links.items():
        text, html = text.replace(mark, link), html.replace(mark, link)
    headers = {"List-Unsubscribe": f"<{links[LEAVE]}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    values: dict[str, Any] = {"headers": headers, "list_name": "artists.letters", "varying": links, **other}
    return Mail(subject, text, html, pattern=pattern, **values)


def to_many(given: Mail, *, pk: int = 7, address: str = ADA.address, mailing: int | None = 3) -> Envelope:
    return envelope(
        Message(pk=pk, kind=NEWS, cause=pk, mailing_id=mailing, recipient=seal(address), priority=50), given
    )


def read(email: Envelope) -> tuple[bytes, bytes]:
    """What goes out, and what Django would write, with the same boundary."""
    ours, theirs = (one.as_bytes(linesep="\r\n") for one in (email.message(), email.written()))
    return BOUNDARY.sub(b"boundary", ours), BOUNDARY.sub(b"boundary", theirs)


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


@given(text=TEXTS, subject=TEXTS, sender=TEXTS)
def test_it_is_what_django_writes(text: str, subject: str, sender: str) -> None:
    to_many(mail(text, subject, of="first", sender=sender))

    ours, theirs = read(to_many(mail(text, subject, of="second", sender=sender), pk=8, address=NOOR.address))

    assert unfolded(ours) == unfolded(theirs)


def unfolded(raw: bytes) -> bytes:
    """With the lines of the head whole: where they are folded depends on their length."""
    head, _, body = raw.partition(b"\r\n\r\n")
    return re.sub(rb" *\r\n[ \t]+", b" ", head) + body


def test_most_mails_of_a_mailing_need_not_be_written_out() -> None:
    for pk in (7, 8):
        assert to_many(mail("Grüße", "رسالة مفتوحة"), pk=pk).printed
    assert envelopes._plate.cache_info().misses == 1


def test_one_readers_links_are_in_no_other_readers_mail() -> None:
    to_many(mail(of="first"))

    other = to_many(mail(of="second"), pk=8, address=NOOR.address)

    assert other.printed
    assert b"first" not in other.printed
    assert ADA.address.encode() not in other.printed
    assert parsed(other.printed)["List-Unsubscribe"] == "<https://letters.example/unsubscribe/second/>"
    assert parsed(other.printed)["Message-ID"] == Message(kind=NEWS, pk=8).message_id


@pytest.mark.parametrize(
    "alone",
    [
        to_many(mail(), mailing=None),
        to_many(mail(attachments=[Attachment("receipt.json", b"{}", "application/json")])),
        to_many(mail(), address='"a, b"@example.org'),
        to_many(mail(), address="o'dwyer@example.org"),
        to_many(mail("x" * 1200)),  # which Django writes as quoted-printable
        to_many(mail("y" * 900 + ME)),  # which a long link would make such
        to_many(mail(of="a&b")),
        to_many(mail(of='"><script>')),
        to_many(mail(of="x\r\nBcc: mallory@example.org")),
        to_many(mail(of="z" * 300)),
        to_many(mail(subject=f"ü {ME}")),
    ],
    ids=range(11),
)
def test_what_might_have_to_be_encoded_is_written_out_by_itself(alone: Envelope) -> None:
    assert alone.printed is None
    assert parsed(alone.message().as_bytes(linesep="\r\n"))["To"].addresses


def test_another_sender_makes_another_plate(settings: LazySettings) -> None:
    to_many(mail())
    settings.DEFAULT_FROM_EMAIL = "Elsewhere <post@example.org>"

    email = to_many(mail())

    assert email.printed
    assert str(parsed(email.printed)["From"]) == "Elsewhere <post@example.org>"


def test_answers_go_to_whom_the_mail_names() -> None:
    to_many(mail())

    email = to_many(mail(reply_to=("Noor", NOOR.address)))

    assert email.printed
    assert [one.addr_spec for one in parsed(email.printed)["Reply-To"].addresses] == [NOOR.address]


def test_a_plate_has_each_mark_as_often_as_it_was_put() -> None:
    written = f"To: {plates.TO}\r\n\r\nFor you\r\n".encode()

    assert plates.cast(written, [plates.TO])
    assert plates.cast(written, [plates.TO, ME]) is None
    assert plates.cast(written, [plates.TO, plates.TO]) is None
    assert plates.cast(written, []) is None


def test_a_sender_whose_domain_has_to_be_encoded_goes_through_django(settings: LazySettings, sink: Sink) -> None:
    settings.DEFAULT_FROM_EMAIL = "Letters <post@bücher.example>"
    email = to_many(mail())
    with Postman() as postman:
        postman.send(email)

    assert email.printed is None
    assert [str(one["From"]) for one in sink.mails] == ["Letters <post@xn--bcher-kva.example>"]
