"""The lines above a mail's text, whatever somebody typed into them."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.vault import seal
from petition.outbox.envelopes import envelope
from petition.outbox.kinds import Mail
from petition.outbox.models import Message
from tests.cast import ADA, OLIVE
from tests.petition.outbox.testing_kinds import NEWS

BREAKS = "\r\n\0\x0b\x0c\x1b\x85\u2028\u2029\u202e\u2066\ud800\"'\\<>@,;:()=?"
anything = st.one_of(
    st.text(st.one_of(st.characters(), st.sampled_from(BREAKS)), max_size=60),
    st.builds(lambda text, times: text * times, st.text(max_size=5), st.integers(0, 600)),
    st.sampled_from(
        ["\r\nBcc: mallory@example.org", "=?utf-8?q?=0ABcc=3A?=", "a\r\n\r\n<script>", "a\0b\x1bc", "Ada <a@b.example>"]
    ),
)
OURS = {
    *("Content-Type", "MIME-Version", "Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted", "Feedback-ID"),
    *("List-Id", "List-Unsubscribe", "Reply-To"),
}


def message() -> Message:
    return Message(pk=7, kind=NEWS, cause=1, mailing_id=3, recipient=seal(ADA.address), priority=50)


def sent(mail: Mail) -> tuple[bytes, EmailMessage]:
    raw = envelope(message(), mail).message().as_bytes(linesep="\r\n")
    return raw, message_from_bytes(raw, policy=policy.default)


@given(subject=anything, name=anything, sender=anything, value=anything)
def test_no_input_breaks_a_header(subject: str, name: str, sender: str, value: str) -> None:
    mail = Mail(subject, "Text", "<p>Text</p>", {"List-Unsubscribe": value}, sender=sender)
    raw, parsed = sent(Mail(**{**vars(mail), "reply_to": (name, OLIVE.address), "list_name": "artists.letters"}))

    head = raw.partition(b"\r\n\r\n")[0]
    assert set(parsed.keys()) <= OURS
    assert len(parsed.keys()) == len(set(parsed.keys()))
    assert [one.addr_spec for one in parsed["From"].addresses] == ["letters@localhost"]
    assert [one.addr_spec for one in parsed["Reply-To"].addresses] == [OLIVE.address]
    assert [one.addr_spec for one in parsed["To"].addresses] == [ADA.address]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert not set(head.replace(b"\r\n", b"")) & {0, 10, 13}


@given(address=anything)
def test_what_is_no_address_gets_no_reply(address: str) -> None:
    _, parsed = sent(Mail("Subject", "Text", "<p>Text</p>", reply_to=("Olive", f"{address}\n")))

    assert parsed["Reply-To"] is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Open letter to the council", "Open letter to the council"),
        ("Brief\r\nan den Rat", "Brief an den Rat"),
        ("Open\0 letter\x1b[1m \x85\u2028now", "Open letter [1m now"),
        ("رسالة مفتوحة \u202eevil", "رسالة مفتوحة evil"),
        ("Grüße 🎉", "Grüße 🎉"),
        ("a" * 900, "a" * 250),
        ("ä" * 900, "ä" * 250),
        ("half a \ud800character", "half a character"),
        ("=?utf-8?q?=0A?=", "= ?utf-8?q?=0A?="),
    ],
)
def test_a_subject_reads_as_typed_on_one_line(typed: str, read: str) -> None:
    assert sent(Mail(typed, "Text", "<p>Text</p>"))[1]["Subject"].strip() == read


def test_a_team_speaks_under_its_name_from_our_address(settings: LazySettings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Undersigned <letters@example.org>"

    (speaker,) = sent(Mail("S", "T", "<p>T</p>", sender='Friends of "the Lake", e.V.'))[1]["From"].addresses

    assert (speaker.display_name, speaker.addr_spec) == ('Friends of "the Lake", e.V.', "letters@example.org")


def test_programs_read_which_mailing_and_which_list_it_is() -> None:
    _, parsed = sent(Mail("S", "T", "<p>T</p>", list_name="artists.letters"))

    assert parsed["Feedback-ID"] == f"3:{NEWS}:localhost"
    assert parsed["List-Id"] == "<artists.letters.localhost>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(rf"<{NEWS}\.7\.[0-9a-f]{{16}}@localhost>", parsed["Message-ID"])
