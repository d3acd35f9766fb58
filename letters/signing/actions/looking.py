"""Reading what its signer does not show."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from letters.signing.models import Signature
from petition.audit.actions import record
from petition.lib.refusal import Refused


@transaction.atomic
def look_at_name(signature_id: int, *, person: User, at: datetime | None = None) -> None:
    """Leave a line in the history before a name that is not shown is read at the desk; never by the letter's team."""
    signature = Signature.objects.filter(pk=signature_id).first()
    if signature is None:
        raise Refused("not-found")
    if person.memberships.filter(team__letters=signature.letter_id).exists():
        raise Refused("own-letter")
    if signature.display != Signature.Display.NAME:
        record("moderation.look_at_name", signature, by=f"user {person.pk}", changes={"fields": ["name"]}, at=at)
