"""The signature of the sending domain, checked as a mailbox provider checks it."""

from io import StringIO

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from petition.lib.vault import seal
from petition.outbox import mailings
from petition.outbox.actions import owe
from petition.outbox.checks import sender_can_be_read, signing_works
from petition.outbox.composing import MARK
from petition.outbox.delivery import deliver
from petition.outbox.dkim import record
from petition.outbox.kinds import Mail, Pattern
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NEWS, NOTE, answers
from tests.sink import Sink

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
LINK = "<https://letters.example.org/unsubscribe/abc/>"


def pem(key: PrivateKey) -> str:
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, pkcs8, plain).decode()


KEY = pem(rsa.generate_private_key(65537, 2048))
SMALL = pem(rsa.generate_private_key(65537, 1024))  # noqa: S505  which is the point
CURVE = pem(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(autouse=True)
def key(settings: LazySettings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Letters <letters@example.org>"
    settings.DKIM_KEY, settings.DKIM_SELECTOR, settings.DKIM_DOMAIN = KEY, "mail2026", "example.org"


def answered(name: bytes, timeout: int = 5) -> bytes:
    """What the DNS would say."""
    where, text = record()
    return text.encode() if name.decode().rstrip(".") == where else b""


def owe_news(many: int) -> None:
    readers = "SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language FROM generate_series(1, %(many)s) n"
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), readers, {"sealed": seal(ADA.address), "many": many})


def taken(sink: Sink) -> bytes:
    owe(NOTE, to=ADA.address, cause=1)
    deliver()
    return sink.raw[0]


def test_a_mail_that_arrived_carries_a_signature_that_holds(sink: Sink) -> None:
    headers = {"List-Unsubscribe": LINK, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    answers[1] = Mail("Grüße 🎉", "Text ü\n.\nmore " * 50, "<p>Text ü</p>", headers, list_name="artists.letters")

    assert dkim.verify(taken(sink), dnsfunc=answered) is True


def test_each_of_many_from_one_plate_carries_its_own(sink: Sink) -> None:
    pattern = Pattern("News", f"For you: {MARK}0x\n", f"<p>For you: {MARK}0x</p>")
    owe_news(3)
    for cause in range(1, 4):
        text, html = (words.replace(f"{MARK}0x", str(cause)) for words in (pattern.text, pattern.html))
        answers[cause] = Mail("News", text, html, pattern=pattern, varying={f"{MARK}0x": str(cause)})

    deliver()

    assert [dkim.verify(raw, dnsfunc=answered) for raw in sink.raw] == [True] * 3
    assert len({raw.partition(b"For you: ")[2][:1] for raw in sink.raw}) == 3


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Note 1", b"Note 2"),
        (b"Text 1", b"Text 2"),
        (b"letters@", b"lotters@"),
        (b"Subject:", b"Reply-To: x@y.z\r\nSubject:"),
    ],
)
def test_a_mail_that_was_changed_on_the_way_does_not_hold(sink: Sink, was: bytes, becomes: bytes) -> None:
    mail = taken(sink)

    assert was in mail
    assert dkim.verify(mail.replace(was, becomes, 1), dnsfunc=answered) is False


def test_without_a_key_nothing_is_signed(sink: Sink, settings: LazySettings) -> None:
    settings.DKIM_KEY = ""

    assert b"DKIM-Signature" not in taken(sink)


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("-----BEGIN PRIVATE KEY-----\nnone of ours\n", "is no private key in PEM"),
        (KEY[:400], "is no private key in PEM"),
        (CURVE, "is not an RSA key"),
        (SMALL, "has 1024 bits"),
    ],
)
def test_a_broken_key_keeps_the_site_from_starting(settings: LazySettings, broken: str, error: str) -> None:
    settings.DKIM_KEY = broken

    (found,) = signing_works(None)

    assert found.is_serious()
    assert error in found.msg
    assert broken[30:40] not in found.msg


def test_a_key_without_its_selector_keeps_the_site_from_starting(settings: LazySettings) -> None:
    settings.DKIM_SELECTOR = ""

    assert [found.id for found in signing_works(None)] == ["outbox.E002"]


def test_a_domain_that_is_not_the_senders_is_warned_of(settings: LazySettings) -> None:
    assert signing_works(None) == []
    settings.DKIM_DOMAIN = "elsewhere.example"

    assert [found.id for found in signing_works(None)] == ["outbox.W001"]


@pytest.mark.parametrize("sender", ["Letters, Inc. <letters@example.org>", "letters", ""])
def test_a_sender_that_is_no_address_keeps_the_site_from_starting(settings: LazySettings, sender: str) -> None:
    assert sender_can_be_read(None) == []
    settings.DEFAULT_FROM_EMAIL = sender

    assert [found.id for found in sender_can_be_read(None)] == ["outbox.E001"]


def test_the_operator_is_shown_what_belongs_into_the_dns(settings: LazySettings) -> None:
    shown = StringIO()
    call_command("outbox", "dkim", stdout=shown)

    assert shown.getvalue().startswith('mail2026._domainkey.example.org TXT "v=DKIM1; k=rsa; p=MII')
    settings.DKIM_KEY = ""
    with pytest.raises(CommandError, match="not set"):
        call_command("outbox", "dkim")
