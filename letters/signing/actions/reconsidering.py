"""What takes a moderator's decision back, and the words beside a name; each is written down like any decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.ledger.actions import turn
from letters.signing.actions.entering import forget_opening, strike_out
from letters.signing.models import Signature
from letters.signing.rules import StrikeReason
from petition.audit.actions import record
from petition.lib.refusal import Refused

State = Signature.State


@dataclass(frozen=True)
class Waiting:
    """How a signature waited before it was released."""

    state: str
    verdict: str
    created_at: datetime
    confirmed_at: datetime | None

    @classmethod
    def of(cls, signature: Signature) -> "Waiting":
        return cls(signature.state, signature.verdict, signature.created_at, signature.confirmed_at)


def unrelease(signature_id: int, was: Waiting, *, by: str, at: datetime | None = None) -> bool:
    """Let a released signature wait as it did; whether it had moved.

    One that counts leaves the count again. Its entry stays in the log and is struck: nothing written there goes away.
    """
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if signature.state in (State.HELD, State.REFUSED):
            return False
        if signature.state not in (State.CONFIRMED, State.PENDING) or signature.is_erased:
            raise Refused("signature-not-counted", state=signature.state)
        facts: dict[str, Any] = {"state": was.state, "verdict": was.verdict, "operation": None}
        if signature.state == State.PENDING:
            facts |= {"created_at": was.created_at, "confirmed_at": was.confirmed_at}
        Signature.objects.filter(pk=signature_id).update(**facts)
        record("signing.unrelease", signature, by=by, at=at)
        strike_out(its, signature, StrikeReason.TERMS.value, at=at)
        forget_opening(signature)  # a new release makes a new entry, and nothing would find the opening of this one
    return True


@transaction.atomic
def unrefuse(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Let a refused signature wait for a moderator again."""
    signature = Signature.objects.locked(signature_id)
    if signature.state == State.HELD:
        return False
    if signature.state != State.REFUSED or signature.confirmed_at is None:
        raise Refused("signature-not-held", state=signature.state)
    _change("signing.hold", signature, by=by, at=at, state=State.HELD)
    return True


@transaction.atomic
def doubt_reason(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Keep words beside a name from readers until somebody has looked again."""
    signature = Signature.objects.locked(signature_id)
    if signature.reason_awaits or not signature.reason:
        return False
    _change("signing.doubt_reason", signature, by=by, at=at, reason_awaits=True)
    return True


@transaction.atomic
def clear_reason(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Take away the words beside a name; the signature stays."""
    signature = Signature.objects.locked(signature_id)
    if not signature.reason:
        return False
    _change("signing.clear_reason", signature, by=by, at=at, reason="", reason_awaits=False)
    return True


@transaction.atomic
def write_reason(signature_id: int, reason: str, *, awaits: bool, by: str, at: datetime | None = None) -> bool:
    """Put cleared words back, unless their signer has written others or is erased."""
    signature = Signature.objects.locked(signature_id)
    if signature.reason or signature.is_erased:
        return False
    _change("signing.write_reason", signature, by=by, at=at, reason=reason, reason_awaits=awaits)
    return True


def _change(verb: str, signature: Signature, *, by: str, at: datetime | None, **facts: Any) -> None:
    Signature.objects.filter(pk=signature.pk).update(**facts)
    changes = {"fields": ["reason"]} if "reason" in facts else None
    record(verb, signature, by=by, changes=changes, at=at)
