"""Changing one's mind about how a signature reads, and about news."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from letters.signing.fields import ConfirmedFields, columns, from_signature
from letters.signing.models import Signature
from letters.signing.rules import EDITS_PER_DAY
from petition.audit.actions import SIGNER, record
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused

EDIT = "signing.edit"


@transaction.atomic
def edit(signature_id: int, shown: ConfirmedFields, *, at: datetime | None = None) -> bool:
    """Show a signature differently from now on; whether anything changed."""
    at = at or timezone.now()
    signature = Signature.objects.locked(signature_id)
    if not signature.may_be_edited:
        raise Refused("signature-not-counted")
    changed = _changed(from_signature(signature), shown)
    if not changed:
        return False
    if _edits_lately(signature, at) >= EDITS_PER_DAY:
        raise Refused("too-many-edits")
    values = columns(shown)
    if "reason" not in changed:
        values["reason_awaits"] = signature.reason_awaits  # a look at the same words stays good
    Signature.objects.filter(pk=signature_id).update(**values)
    record(EDIT, signature, by=SIGNER, changes={"fields": changed}, at=at)
    return True


@transaction.atomic
def unsubscribe(signature_id: int, *, at: datetime | None = None) -> bool:
    """Send this signer no more news; whether they got any until now."""
    signature = Signature.objects.locked(signature_id)
    if not signature.wants_news:
        return False
    Signature.objects.filter(pk=signature_id).update(wants_news=False)
    record("signing.unsubscribe", signature, by=SIGNER, at=at)
    return True


def _changed(old: ConfirmedFields, new: ConfirmedFields) -> list[str]:
    return [name for name, value in vars(new).items() if getattr(old, name) != value]


def _edits_lately(signature: Signature, at: datetime) -> int:
    events = AuditEvent.objects.filter(subject_kind="signature", subject_id=signature.pk, verb=EDIT)
    return events.filter(at__gt=at - timedelta(days=1)).count()
