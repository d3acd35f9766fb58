"""Mail about our mail: delivery status notifications (RFC 3464) and complaints of feedback loops (RFC 5965).

Anybody can write one and send it to us. It is believed when it names a Message-ID of ours, which only those have seen
who had the mail, and when that mail went to the address it complains of.
"""

from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message as Email
from email.utils import getaddresses

from petition.lib import emails, vault
from petition.outbox.bounces import Report, Sort, sort_of
from petition.outbox.marks import message_named
from petition.outbox.models import Message
from petition.outbox.refusals import status_in

LARGEST = 4 * 1024 * 1024  # bytes; a bounce returns at most the mail it is about

# Forms of RFC 5965 that say that a mail was unwanted; "not-spam" says the opposite, and "virus" is about its content.
UNWANTED = ("abuse", "fraud", "opt-out")


def report_in(content: bytes) -> Report | None:
    """What a mail says of one of ours; nothing, when it is no report, or one that can't be true."""
    mail = message_from_bytes(content)
    message = _message(mail)
    if message is None:
        return None
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_delivery(message, _blocks(part))
        if part.get_content_type() == "message/feedback-report":
            return _of_complaint(message, next(_blocks(part), Email()))
    return None


def _of_delivery(message: Message, blocks: Iterator[Email]) -> Report | None:
    for block in blocks:
        failed = _field(block, "Action").lower() == "failed"
        if not failed or not _went_to(message, block, "Original-Recipient", "Final-Recipient"):
            continue
        diagnosis = _field(block, "Diagnostic-Code")
        status = status_in(diagnosis)
        sort = sort_of(status if any(status) else status_in(_field(block, "Status")))
        words = diagnosis.partition(";")[2].strip() or _field(block, "Status")
        return _report(message, sort, words) if sort else None
    return None


def _of_complaint(message: Message, block: Email) -> Report | None:
    """Some providers black out who complained; then the Message-ID alone says to whom it went."""
    is_unwanted = _field(block, "Feedback-Type").lower() in UNWANTED
    is_named = "@" in _field(block, "Original-Rcpt-To")
    if not is_unwanted or (is_named and not _went_to(message, block, "Original-Rcpt-To")):
        return None
    return _report(message, Sort.COMPLAINT, "reported as unwanted at its mailbox provider")


def _report(message: Message, sort: Sort, words: str) -> Report:
    key = f"mail {message.pk} {sort.value}"
    return Report(sort, message.address, reason=words, key=key, kind=message.kind)


def _message(mail: Email) -> Message | None:
    """The mail of ours that was returned, if it was sent and its recipient is still known."""
    named = (message_named(_field(part, "Message-ID")) for part in _returned(mail))
    return next((message for message in named if message and message.sent_at and message.recipient), None)


def _returned(mail: Email) -> Iterator[Email]:
    """What came back of the mail itself, whole or its headers alone; never the headers of the report."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            yield part.get_payload(0)  # type: ignore[misc]
        elif part.get_content_type() == "text/rfc822-headers":
            yield message_from_string(_text(part))


def _blocks(part: Email) -> Iterator[Email]:
    """The groups of fields; the standard parser knows those of one kind of report, and takes the other for text."""
    if part.is_multipart():
        yield from (block for block in part.get_payload() if isinstance(block, Email))
    else:
        yield message_from_string(_text(part))


def _went_to(message: Message, block: Email, *names: str) -> bool:
    sent_to = vault.exact_identity(message.address)
    typed = (_field(block, name).partition(";")[2] or _field(block, name) for name in names)
    addresses = (address for _, address in getaddresses(list(typed)) if emails.is_address(address))
    return any(vault.exact_identity(address) == sent_to for address in addresses)


def _field(part: Email, name: str) -> str:
    return " ".join(str(part.get(name, "")).split())


def _text(part: Email) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
