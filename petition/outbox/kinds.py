"""The kinds of mail there are, and who renders each; rooms register theirs when Django starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from petition.outbox.models import Message

PATIENCE = timedelta(days=3)  # how long a mail is tried: mail servers commonly come back within a weekend


class Priority(models.IntegerChoices):
    """Sending order, so that a mass mail never delays a confirmation."""

    ACCOUNT_CODE = 0
    CONFIRMATION = 10
    RECEIPT = 20
    DECISION = 30
    REMINDER = 40
    UPDATE = 50


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Pattern:
    """What many mails have in common, with a mark at each place where they differ."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Mail:
    """What one message says, rendered at the last moment."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    sender: str = ""  # whose name stands before our address; the site's where there is none
    reply_to: tuple[str, str] = ("", "")  # name and address
    list_name: str = ""  # for List-Id, within this host: such as artists.letters
    pattern: Pattern | None = field(default=None, compare=False)  # of which it was made
    varying: Mapping[str, str] = field(default_factory=dict, compare=False)  # by the pattern's marks


class NotYet(Enum):
    NOT_YET = "its cause is not complete"


class Unwanted(Enum):
    UNWANTED = "nobody wants it any more"


NOT_YET = NotYet.NOT_YET
UNWANTED = Unwanted.UNWANTED

Rendered = Mail | NotYet | Unwanted
Renderer = Callable[["Message"], Rendered]
# Looks up for several messages at once what their renderer reads as `message.found`; by the messages' ids.
Gatherer = Callable[[Sequence["Message"]], Mapping[int, Any]]


class UnknownKind(LookupError):
    """No room has registered this kind here, as on a worker that runs older code than the web server."""


@dataclass(frozen=True)
class Kind:
    name: str
    render: Renderer
    gather: Gatherer | None
    priority: Priority
    limited: bool  # counts towards the most mails that strangers can cause
    patience: timedelta
    of_mailbox: bool  # its cause is a number made of the address, and is forgotten with it
    keyed_by_mailbox: bool  # its keys are made of the address, and are kept no longer


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    render: Renderer,
    *,
    priority: Priority,
    gather: Gatherer | None = None,
    limited: bool = False,
    patience: timedelta = PATIENCE,
    of_mailbox: bool = False,
    keyed_by_mailbox: bool = False,
) -> None:
    if name in _kinds and _kinds[name].render is not render:
        raise ValueError(f"Two renderers for {name}.")
    _kinds[name] = Kind(name, render, gather, priority, limited, patience, of_mailbox, keyed_by_mailbox)


def kind_of(name: str) -> Kind:
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def limited_kinds() -> list[str]:
    return sorted(name for name, kind in _kinds.items() if kind.limited)


def kinds_of_mailboxes() -> list[str]:
    return sorted(name for name, kind in _kinds.items() if kind.of_mailbox)


def kinds_keyed_by_mailboxes() -> list[str]:
    return sorted(name for name, kind in _kinds.items() if kind.keyed_by_mailbox)
