"""What to do when a mail server, or the way to it, says no; pure decisions over what it said."""

import re
import smtplib
import ssl
from dataclasses import dataclass, replace
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailError

LONGEST_REASON = 300  # characters, as the column
ABOUT_US = (530, 535, 554)  # who may send, whatever the enhanced status says
COME_LATER = (421, 450, 451)  # a provider that is busy, or slows us down

_ENHANCED = re.compile(r"(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_QUOTED = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w.])")
_WITH_ADDRESS = re.compile(r"\S*@\S*")


class Remedy(Enum):
    RETRY = "this message waits, others go on"
    RETIRE = "this message is given up"
    SUPPRESS = "this message is given up, and its exact address gets no more"
    WAIT = "nobody answers: everybody waits a little"
    PAUSE = "we are refused: everybody waits, and the operator is told"


@dataclass(frozen=True)
class Refusal:
    remedy: Remedy
    reason: str  # without addresses
    broken: bool = False  # the connection can't be used any more
    blames_message: bool = True  # it was said about this message, not about us
    of_domain: bool = False  # the mailbox's provider asks us to come later, with all that goes there


def while_connecting(error: Exception) -> Refusal:
    """A refusal at connect, EHLO, STARTTLS or AUTH concerns every message."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_us(error.smtp_code, error.smtp_error)
    is_silence = isinstance(error, smtplib.SMTPServerDisconnected) or (
        isinstance(error, OSError) and not isinstance(error, (smtplib.SMTPException, ssl.SSLError))
    )
    remedy = Remedy.WAIT if is_silence else Remedy.PAUSE
    return Refusal(remedy, reason_of(error), broken=True, blames_message=False)


def while_sending(error: Exception) -> Refusal:
    """At MAIL everybody is refused alike, but for a message larger than the server takes (552)."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _of_mailbox(*next(iter(error.recipients.values())))
        case smtplib.SMTPSenderRefused() if error.smtp_code != 552:
            return _of_us(error.smtp_code, error.smtp_error)
        case smtplib.SMTPResponseException():
            return _of_content(error.smtp_code, error.smtp_error)
        case AnymailError():
            return _of_provider(error)
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Refusal(Remedy.RETIRE, reason_of(error), broken=True)
    return Refusal(Remedy.RETRY, reason_of(error), broken=True)  # such as a connection lost in the middle


def status_in(text: str) -> tuple[int, int, int]:
    """The first status of RFC 3463 in what a server is quoted with, such as 5, 1, 1; zeros without one."""
    found = _QUOTED.search(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)


def without_addresses(text: str) -> str:
    """Servers repeat the address they refuse; what is kept or logged must not."""
    return _WITH_ADDRESS.sub("…", text)


def reason_of(error: Exception) -> str:
    return without_addresses(" ".join(f"{type(error).__name__}: {error}".split()))[:LONGEST_REASON]


def _of_us(code: int, words: bytes | str) -> Refusal:
    remedy = Remedy.PAUSE if code >= 500 else Remedy.WAIT
    return replace(_said(remedy, code, words), broken=True, blames_message=False)


def _of_mailbox(code: int, words: bytes | str) -> Refusal:
    """After RCPT: the one place where a refusal can be about the mailbox alone."""
    subject, detail = _enhanced(words)
    if code >= 500 and subject == 1:
        # 5.1.7 and 5.1.8 are about the sender's address.
        return _said(Remedy.PAUSE if detail in (7, 8) else Remedy.SUPPRESS, code, words)
    return _of_content(code, words)


def _of_content(code: int, words: bytes | str) -> Refusal:
    subject, _ = _enhanced(words)
    if code < 500:
        # A full or unknown mailbox (4.2.x, 4.1.x) says nothing of its neighbours.
        of_domain = subject == 7 or (code in COME_LATER and subject not in (1, 2))
        return replace(_said(Remedy.RETRY, code, words), of_domain=of_domain)
    if subject == 7 or code in ABOUT_US:
        return _said(Remedy.PAUSE, code, words)
    # A bare 550 may be a missing mailbox or a relay that does not know us, so nothing is lost over it.
    return _said(Remedy.RETIRE if subject or code == 552 else Remedy.RETRY, code, words)


def _of_provider(error: AnymailError) -> Refusal:
    """What a provider's HTTP interface says: keys and quotas concern everybody, an odd message only itself."""
    status, reason = error.status_code, reason_of(error)
    if isinstance(error, AnymailAPIError) and status is None:
        return Refusal(Remedy.WAIT, reason, blames_message=False)
    if status in (401, 402, 403):
        return Refusal(Remedy.PAUSE, reason, blames_message=False)
    is_passing = status is not None and (status == 429 or status >= 500)
    return Refusal(Remedy.RETRY if is_passing else Remedy.RETIRE, reason)


def _said(remedy: Remedy, code: int, words: bytes | str) -> Refusal:
    """421 means that the server is about to hang up, wherever it is said."""
    reason = without_addresses(" ".join(f"{code} {_text(words)}".split()))[:LONGEST_REASON]
    return Refusal(remedy, reason, broken=code == 421)


def _enhanced(words: bytes | str) -> tuple[int, int]:
    """Subject and detail of an RFC 3463 status such as 5.1.1; zeros without one."""
    found = _ENHANCED.match(_text(words).strip())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
