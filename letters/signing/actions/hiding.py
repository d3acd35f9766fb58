"""Hiding how a signature reads until a moderator has looked, and showing it again; it counts all the time."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from letters.ledger.actions import withhold
from letters.signing.fields import columns, from_signature
from letters.signing.models import Signature
from petition.audit.actions import record
from petition.lib.refusal import Refused


@transaction.atomic
def hide_name(signature_id: int, *, by: str, is_decided: bool = False, at: datetime | None = None) -> bool:
    """Let nobody but its signer read a name; whether that changes anything.

    It waits for a moderator's look, unless this is what a moderator decided; then what an organizer has hidden for
    review is hidden for good.
    """
    at = at or timezone.now()
    signature = Signature.objects.locked(signature_id)
    if not signature.may_be_edited:
        raise Refused("signature-not-counted", state=signature.state)
    row = Signature.objects.filter(pk=signature_id)
    if is_decided:
        row.update(reported_at=None)
    if signature.name_hidden_at:
        return is_decided and _keep_hidden(signature, by=by, at=at)
    row.update(name_hidden_at=at, search="")
    if not is_decided:
        row.update(reported_at=Coalesce(F("reported_at"), at))
    _withhold(signature, is_withheld=True)
    record("signing.hide_name", signature, by=by, at=at)
    return True


@transaction.atomic
def show_name(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Show a name again as its signer chose; whether it was hidden."""
    signature = Signature.objects.locked(signature_id)
    if not signature.name_hidden_at:
        return False
    found = columns(from_signature(signature))["search"]
    Signature.objects.filter(pk=signature_id).update(name_hidden_at=None, reported_at=None, search=found)
    _withhold(signature, is_withheld=False)
    record("signing.show_name", signature, by=by, at=at)
    return True


def _keep_hidden(signature: Signature, *, by: str, at: datetime) -> bool:
    if signature.reported_at is None:
        return False
    record("signing.keep_hidden", signature, by=by, at=at)
    return True


def _withhold(signature: Signature, *, is_withheld: bool) -> None:
    if signature.operation_id is not None:
        withhold(signature.operation_id, is_withheld=is_withheld)
