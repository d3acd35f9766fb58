"""What a provider says of a mail, in its own words and anymail's, as one of our reports."""

from collections.abc import Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from petition.lib.emails import is_address
from petition.outbox import bounces
from petition.outbox.bounces import Report, Sort
from petition.outbox.marks import message_named
from petition.outbox.refusals import status_in

# A provider that sends no more to a mailbox says why it stopped.
REJECTED = {
    RejectReason.INVALID: Sort.HARD,
    RejectReason.BOUNCED: Sort.HARD,
    RejectReason.TIMED_OUT: Sort.SOFT,
    RejectReason.SPAM: Sort.COMPLAINT,
}
# anymail calls both bounces; the provider's own word is under one of these names.
NAMES = ("Type", "type", "event")
SOFT_WORDS = ("soft", "transient")


def hear(event: AnymailTrackingEvent, esp_name: str, **signal: Any) -> None:
    """Take what anymail has verified; opened, clicked and their like are no business of ours."""
    if not isinstance(event.recipient, str) or not is_address(event.recipient):
        return
    if event.event_type == EventType.DELIVERED:
        bounces.arrived(event.recipient)
    elif sort := sort_of(event):
        bounces.take(
            Report(
                sort,
                event.recipient,
                reason=_words(event) or f"{esp_name} says {event.event_type}",
                key=_key(event, esp_name),
                message_id=event.message_id or "",
                kind=_kind(event),
            )
        )


def sort_of(event: AnymailTrackingEvent) -> Sort | None:
    status = status_in(_words(event))
    match event.event_type:
        case EventType.COMPLAINED:
            return Sort.COMPLAINT
        case EventType.REJECTED:
            return REJECTED.get(event.reject_reason)
        case EventType.DEFERRED:
            return None if status[1] == 7 else Sort.SOFT
        case EventType.BOUNCED:
            return bounces.sort_of(status) if any(status) else _unnumbered(event)
    return None


def _unnumbered(event: AnymailTrackingEvent) -> Sort | None:
    """A bounce without a status is as bad as the provider's own words make it."""
    if event.reject_reason in (RejectReason.BLOCKED, RejectReason.SPAM):
        return None  # about us, and not about the mailbox
    said = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    own = " ".join(str(said.get(name, "")) for name in NAMES).lower()
    is_final = event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
    return Sort.HARD if is_final and not any(word in own for word in SOFT_WORDS) else Sort.SOFT


def _words(event: AnymailTrackingEvent) -> str:
    return " ".join(str(part) for part in (event.mta_response, event.description) if part)


def _kind(event: AnymailTrackingEvent) -> str:
    """By our own Message-ID, wherever in its words the provider repeats it."""
    message = message_named(f"{event.message_id} {event.esp_event}")
    return message.kind if message else ""


def _key(event: AnymailTrackingEvent, esp_name: str) -> str:
    """What the same event has in common however often it is told."""
    if event.event_id:
        return f"{esp_name} {event.event_id}"
    return f"{esp_name} {event.event_type} {event.message_id} {event.recipient} {event.timestamp}"
