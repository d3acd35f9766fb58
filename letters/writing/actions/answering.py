"""What happened to a letter out in the world: it was handed over, and somebody answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.writing import rules
from letters.writing.actions.steps import hold
from letters.writing.documents import tidy
from letters.writing.drafts import Response
from letters.writing.models import Letter
from petition.audit.actions import record


@transaction.atomic
def mark_delivered(letter: Letter, *, on: date, note: str = "", by: str, at: datetime | None = None) -> None:
    """Say on the letter's page when it was handed over; said again, the newer words stand."""
    at = at or timezone.now()
    hold(letter)
    rules.demand_told_of(letter, on, at)
    before = (letter.delivered_on, letter.delivered_note)
    if before == (on, note):
        return
    letter.delivered_on, letter.delivered_note = on, note
    letter.save(update_fields=("delivered_on", "delivered_note"))
    told = {"delivered_on": [str(before[0]) if before[0] else None, str(on)], "note": [before[1], note]}
    record("writing.mark_delivered", letter, by=by, changes=told, at=at)


@transaction.atomic
def publish_response(
    letter: Letter, *, author: str, body: str, received_on: date, person: User, at: datetime | None = None
) -> Response:
    """Show what somebody answered beside the letter; sent twice, it stands there once."""
    at = at or timezone.now()
    hold(letter)
    rules.demand_told_of(letter, received_on, at)
    text = {"author": author, "body": tidy(body), "received_on": received_on}
    response, is_new = Response.objects.get_or_create(
        letter=letter, **text, defaults={"by": person, "published_at": at}
    )
    if is_new:
        told = {"response": response.pk, "author": author}
        record("writing.publish_response", letter, by=f"user {person.pk}", changes=told, at=at)
    return response
