"""The lines above a mail's text, which nothing that somebody typed can break."""

import re
import unicodedata
from email.utils import format_datetime, parseaddr
from functools import cache

from django.conf import settings
from django.utils import timezone

from petition.lib.emails import is_address
from petition.outbox.kinds import Mail
from petition.outbox.models import Message

LONGEST_LINE = 250  # characters; a longer subject is read by nobody, and a server may refuse a line of a thousand bytes
LONGEST_NAME = 100
LONGEST_VALUE = 900  # of the headers with links, which must stay whole

# Embeddings, overrides and isolates, which make a line read differently than it is written.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BREAKS = ("Cc", "Zl", "Zp")  # line breaks, NUL and their like


def line(text: str, most: int = LONGEST_LINE) -> str:
    """One line of what can be shown, cut where it is longer; typed code for other characters stays as typed."""
    text = text.replace("=?", "= ?")
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:most].rstrip()
    seen = (" " if unicodedata.category(char) in _BREAKS else char for char in _BIDI.sub("", text))
    return " ".join("".join(char for char in seen if unicodedata.category(char) != "Cs").split())[:most].rstrip()


def mailbox(name: str, address: str) -> str:
    """A name in quotes before its address, whatever stands in the name."""
    quoted = re.sub(r'(["\\])', r"\\\1", line(name, LONGEST_NAME))
    return f'"{quoted}" <{address}>' if quoted else address


def sender(mail: Mail) -> str:
    """Our own address, under the name of who speaks where the mail names one."""
    name, address = _parsed(settings.DEFAULT_FROM_EMAIL)
    return mailbox(mail.sender or name, address)


def bare_sender() -> str:
    """Our own address, as mail servers ask for it."""
    return _parsed(settings.DEFAULT_FROM_EMAIL)[1]


@cache
def _parsed(mailbox: str) -> tuple[str, str]:
    return parseaddr(mailbox)


def own(message: Message) -> dict[str, str]:
    """Which mail it is, and of when."""
    return {"Message-ID": message.message_id, "Date": format_datetime(timezone.now())}


def shared(message: Message, mail: Mail) -> dict[str, str]:
    """What programs read: about what, on whose behalf, how to leave it, and that no person wrote it."""
    host = settings.SITE.hostname
    known = {
        "Auto-Submitted": "auto-generated",
        # Gmail's: the mailing, the kind, and last the sender, by which complaints are added up.
        "Feedback-ID": f"{message.mailing_id or 0}:{message.kind}:{host}",
    }
    if mail.list_name:
        known["List-Id"] = f"<{mail.list_name}.{host}>"
    return known | {name: line(value, LONGEST_VALUE) for name, value in mail.headers.items()}


def headers_to_leave(link: str) -> dict[str, str]:
    """By which mail programs offer to be rid of such mail with one click (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def reply_to(mail: Mail) -> list[str]:
    """Where answers go, unless that is no address."""
    name, address = mail.reply_to
    return [mailbox(name, address)] if address and is_address(address) else []
