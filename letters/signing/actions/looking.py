"""Reading what its owner does not show."""

from datetime import datetime

from django.db import transaction

from letters.signing.models import Signature
from petition.audit.actions import record
from petition.lib.refusal import Refused


@transaction.atomic
def look_at_name(signature_id: int, *, by: str, at: datetime | None = None) -> None:
    """Leave a line in the history before a name that is not shown is read at the desk."""
    signature = Signature.objects.filter(pk=signature_id).first()
    if signature is None:
        raise Refused("not-found")
    if signature.display != Signature.Display.NAME:
        record("moderation.look_at_name", signature, by=by, changes={"fields": ["name"]}, at=at)
