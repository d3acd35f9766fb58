"""Changing one's mind about how a signature reads, and about news."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.ledger.actions import turn
from letters.signing import mail
from letters.signing.actions.entering import change
from letters.signing.fields import ConfirmedFields, columns, from_signature
from letters.signing.models import Signature
from letters.signing.rules import EDITS_PER_DAY
from petition.audit.actions import SIGNER, record
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused

EDIT = "signing.edit"


def edit(signature_id: int, shown: ConfirmedFields, *, at: datetime | None = None) -> bool:
    """Show a signature differently from now on; whether anything changed.

    The log has an entry of what it commits to alone: who is shown, and whether anybody is.
    """
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if not signature.may_be_edited:
            raise Refused("signature-not-counted")
        changed = _changed(from_signature(signature), shown)
        if not changed:
            return False
        if _edits_lately(signature, at) >= EDITS_PER_DAY:
            raise Refused("too-many-edits")
        if change(its, signature, shown, at=at):
            mail.edited(signature)
        Signature.objects.filter(pk=signature_id).update(**_values(signature, shown, changed))
        record(EDIT, signature, by=SIGNER, changes={"fields": changed}, at=at)
    return True


@transaction.atomic
def unsubscribe(signature_id: int, *, at: datetime | None = None) -> bool:
    """Send this signer nothing more but what they cause themselves; whether they got anything until now."""
    signature = Signature.objects.locked(signature_id)
    if not signature.may_be_written_to:
        return False
    Signature.objects.filter(pk=signature_id).update(wants_news=False, wants_quiet=True)
    record("signing.unsubscribe", signature, by=SIGNER, at=at)
    return True


def _values(signature: Signature, shown: ConfirmedFields, changed: list[str]) -> dict[str, Any]:
    values = columns(shown, is_hidden=bool(signature.name_hidden_at))
    if "reason" not in changed:
        values["reason_awaits"] = signature.reason_awaits  # a look at the same words stays good
    if shown.wants_news:
        values["wants_quiet"] = False
    if shown.display != Signature.Display.NAME:
        values["first_rank"] = None  # the place would go on telling who it is
    return values


def _changed(old: ConfirmedFields, new: ConfirmedFields) -> list[str]:
    return [name for name, value in vars(new).items() if getattr(old, name) != value]


def _edits_lately(signature: Signature, at: datetime) -> int:
    events = AuditEvent.objects.about("signature", signature.pk).of(EDIT)
    return events.filter(at__gt=at - timedelta(days=1)).count()
