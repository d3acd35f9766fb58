"""What history says of one person, for that person; of others it names nobody and tells nothing."""

from collections.abc import Iterator
from heapq import merge
from typing import Any

from petition.audit.models import AuditEvent
from petition.audit.queries import PERSON

# Lines fetched at a time, so that a long life needs no more memory than this many.
CHUNK = 2_000


def lines_of(person_id: int) -> Iterator[dict[str, Any]]:
    """What a person did, and what was done to their account, oldest first.

    Of what they did to anything else only the names of its fields are told, since the values may be somebody else's.
    """
    did = AuditEvent.objects.by(f"{PERSON} {person_id}")
    others = AuditEvent.objects.about(PERSON, person_id).exclude(actor=f"{PERSON} {person_id}")
    streams = (lines.order_by("at", "id").iterator(chunk_size=CHUNK) for lines in (did, others))
    for event in merge(*streams, key=lambda event: (event.at, event.pk)):
        yield _line(event, person_id)


def _line(event: AuditEvent, person_id: int) -> dict[str, Any]:
    is_own = event.actor == f"{PERSON} {person_id}"
    is_about_them = (event.subject_kind, event.subject_id) == (PERSON, person_id)
    return {
        "at": event.at.isoformat(),
        "by": "you" if is_own else "the site",
        "verb": event.verb,
        "subject": "you" if is_about_them else f"{event.subject_kind} {event.subject_id}",
        "changes": event.changes if is_about_them else sorted(event.changes),
        "network": (event.network or None) if is_own else None,
    }
