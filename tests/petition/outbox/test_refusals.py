"""What is done about each way a mail server can say no."""

import smtplib
import socket
import ssl

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError, AnymailSerializationError

from petition.outbox.refusals import Remedy, while_connecting, while_sending, without_addresses
from tests.cast import ADA

RCPT = [
    (550, b"5.1.1 <ada@example.org>: no such user", Remedy.SUPPRESS),
    (556, b"5.1.10 null MX", Remedy.SUPPRESS),
    (550, b"5.1.8 sender's domain not found", Remedy.PAUSE),
    (550, b"5.2.1 mailbox disabled", Remedy.RETIRE),
    (552, b"5.2.2 mailbox full", Remedy.RETIRE),
    (550, b"5.7.1 relaying denied", Remedy.PAUSE),
    (554, b"5.1.1 who are you", Remedy.SUPPRESS),
    (554, b"transaction failed", Remedy.PAUSE),
    (550, b"relay not permitted", Remedy.RETRY),
    (450, b"4.2.0 greylisted", Remedy.RETRY),
    (450, b"4.1.1 unknown for now", Remedy.RETRY),
    (530, b"authentication required", Remedy.PAUSE),
    (535, b"who are you", Remedy.PAUSE),
    (451, b"4.7.1 try later", Remedy.RETRY),
    (421, b"too busy", Remedy.RETRY),
]
DATA = [
    (554, b"5.7.1 looks like spam", Remedy.PAUSE),
    (554, b"no", Remedy.PAUSE),
    (550, b"5.1.1 no such user", Remedy.RETIRE),
    (552, b"5.3.4 too big", Remedy.RETIRE),
    (550, b"no", Remedy.RETRY),
    (452, b"4.3.1 disk full", Remedy.RETRY),
]
MAIL = [
    (550, b"5.1.1 no such sender", Remedy.PAUSE),
    (530, b"5.7.0 authentication required", Remedy.PAUSE),
    (451, b"4.3.0 try later", Remedy.WAIT),
    (552, b"5.3.4 larger than we take", Remedy.RETIRE),
]


@pytest.mark.parametrize(("code", "words", "remedy"), RCPT)
def test_after_rcpt_a_mailbox_may_be_to_blame(code: int, words: bytes, remedy: Remedy) -> None:
    assert while_sending(smtplib.SMTPRecipientsRefused({ADA.address: (code, words)})).remedy is remedy


@pytest.mark.parametrize(
    ("code", "words", "of_domain"),
    [
        (450, b"4.2.0 greylisted", False),
        (450, b"4.1.1 no such user yet", False),
        (451, b"4.2.1 mailbox busy", False),
        (450, b"later", True),
        (421, b"4.3.2 going down", True),
        (452, b"4.7.28 slow down", True),
    ],
)
def test_a_mailbox_that_asks_to_come_later_says_nothing_of_its_domain(code: int, words: bytes, of_domain: bool) -> None:
    assert while_sending(smtplib.SMTPRecipientsRefused({ADA.address: (code, words)})).of_domain is of_domain


@pytest.mark.parametrize(("code", "words", "remedy"), DATA)
def test_after_data_no_address_is_suppressed(code: int, words: bytes, remedy: Remedy) -> None:
    assert while_sending(smtplib.SMTPDataError(code, words)).remedy is remedy


@pytest.mark.parametrize(("code", "words", "remedy"), MAIL)
def test_at_mail_everybody_is_refused_but_for_a_mail_too_large(code: int, words: bytes, remedy: Remedy) -> None:
    refusal = while_sending(smtplib.SMTPSenderRefused(code, words, "letters@letters.example"))

    assert refusal.remedy is remedy
    assert refusal.blames_message is (remedy is Remedy.RETIRE)


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (ConnectionRefusedError("refused"), Remedy.WAIT),
        (TimeoutError("timed out"), Remedy.WAIT),
        (socket.gaierror(-2, "Name or service not known"), Remedy.WAIT),
        (smtplib.SMTPServerDisconnected("closed"), Remedy.WAIT),
        (smtplib.SMTPConnectError(421, b"too many connections"), Remedy.WAIT),
        (smtplib.SMTPConnectError(554, b"no service"), Remedy.PAUSE),
        (smtplib.SMTPHeloError(550, b"bad name"), Remedy.PAUSE),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong"), Remedy.PAUSE),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Remedy.PAUSE),
        (ssl.SSLCertVerificationError("self-signed certificate"), Remedy.PAUSE),
    ],
)
def test_before_any_message_nobody_is_blamed_and_everybody_waits(error: Exception, remedy: Remedy) -> None:
    refusal = while_connecting(error)

    assert (refusal.remedy, refusal.blames_message, refusal.broken) == (remedy, False, True)


@pytest.mark.parametrize(
    ("error", "remedy", "broken"),
    [
        (smtplib.SMTPServerDisconnected("closed"), Remedy.RETRY, True),
        (ConnectionResetError("reset"), Remedy.RETRY, True),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), Remedy.RETIRE, True),
        (UnicodeEncodeError("ascii", "ö", 0, 1, "no"), Remedy.RETIRE, True),
        (smtplib.SMTPDataError(421, b"going away"), Remedy.RETRY, True),
        (smtplib.SMTPDataError(451, b"later"), Remedy.RETRY, False),
    ],
)
def test_a_broken_conversation_blames_one_message(error: Exception, remedy: Remedy, broken: bool) -> None:
    refusal = while_sending(error)

    assert (refusal.remedy, refusal.blames_message, refusal.broken) == (remedy, True, broken)


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, Remedy.PAUSE),
        (402, Remedy.PAUSE),
        (403, Remedy.PAUSE),
        (429, Remedy.RETRY),
        (503, Remedy.RETRY),
        (400, Remedy.RETIRE),
        (None, Remedy.WAIT),
    ],
)
def test_a_providers_status_decides(status: int | None, remedy: Remedy) -> None:
    error = AnymailAPIError("no")
    error.status_code = status
    error.describe_response = lambda: ""

    assert while_sending(error).remedy is remedy


def test_a_provider_that_cannot_be_reached_makes_everybody_wait() -> None:
    assert while_sending(AnymailRequestsAPIError("timed out")).remedy is Remedy.WAIT


def test_a_mail_that_a_provider_cannot_take_is_given_up() -> None:
    assert while_sending(AnymailSerializationError("no")).remedy is Remedy.RETIRE


@pytest.mark.parametrize(
    "said", ["550 5.1.1 <ada@example.org> unknown", 'no "a b"@example.org', "550 ada=example.org@bounce.example", "@"]
)
def test_a_reason_keeps_no_address(said: str) -> None:
    assert "@" not in without_addresses(said)


def test_a_long_reason_fits_its_column() -> None:
    assert len(while_sending(smtplib.SMTPDataError(550, b"x" * 1000)).reason) == 300
