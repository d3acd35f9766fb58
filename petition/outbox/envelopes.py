"""A mail with everything that programs read, ready for Django's mail backends."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from petition.outbox import headers, plates
from petition.outbox.dkim import signed
from petition.outbox.kinds import Mail, Pattern
from petition.outbox.models import Message
from petition.outbox.plates import DATE, MESSAGE_ID, TO, Plate

PLATES = 64  # a million mails in a row are of very few patterns


class Written:
    """What a mail backend asks of a written mail."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def as_bytes(self, *, linesep: str = "\n") -> bytes:
        return self._content if linesep == "\r\n" else self._content.replace(b"\r\n", linesep.encode())


class Envelope(EmailMultiAlternatives):
    """Signed when a key is set; one of many needs not be written out again."""

    printed: bytes | None = None

    def written(self, **options: Any) -> Any:
        """Written out by Django."""
        return super().message(**options)

    def message(self, **options: Any) -> Any:
        return Written(signed(self.printed or self.written(**options).as_bytes(linesep="\r\n")))


def envelope(message: Message, mail: Mail) -> Envelope:
    own, shared = headers.own(message), headers.shared(message, mail)
    email = _addressed(mail, message.address, own | shared)
    if message.mailing_id and mail.pattern and not mail.attachments:
        email.printed = _printed(mail, message.address, own, shared)
    return email


def _addressed(mail: Mail, to: str, known: Mapping[str, str]) -> Envelope:
    email = Envelope(
        headers.line(mail.subject),
        mail.text,
        headers.sender(mail),
        [to],
        reply_to=headers.reply_to(mail),
        headers=dict(known),
    )
    email.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        email.attach(attachment.name, attachment.content, attachment.media_type)
    return email


def _printed(mail: Mail, to: str, own: Mapping[str, str], shared: Mapping[str, str]) -> bytes | None:
    """The bytes of one mail of many; None where it has to be written out by itself."""
    message_id = own["Message-ID"].strip("<>")
    if mail.pattern is None or not plates.fit([to, headers.bare_sender(), message_id, *mail.varying.values()]):
        return None
    marked = tuple((name, _marked(value, mail.varying)) for name, value in shared.items())
    plate = _plate(mail.pattern, marked, mail.sender, mail.reply_to, settings.DEFAULT_FROM_EMAIL)
    return plate and plate.printed({TO: to, MESSAGE_ID: message_id, DATE: own["Date"], **mail.varying})


def _marked(value: str, varying: Mapping[str, str]) -> str:
    for mark, varies in varying.items():
        value = value.replace(varies, mark)
    return value


@lru_cache(PLATES)
def _plate(
    pattern: Pattern, shared: tuple[tuple[str, str], ...], sender: str, reply_to: tuple[str, str], _our_sender: str
) -> Plate | None:
    mail = Mail(pattern.subject, pattern.text, pattern.html, sender=sender, reply_to=reply_to)
    known = {"Message-ID": f"<{MESSAGE_ID}>", "Date": DATE, **dict(shared)}
    written = _addressed(mail, TO, known).written().as_bytes(linesep="\r\n")
    return plates.cast(written, [mail.subject, mail.text, mail.html, TO, *known.values()])
