"""What a moderator decides about one signature; each decision is written down in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.ledger.actions import Turn, turn
from letters.ledger.models import Operation
from letters.ledger.refusals import NotStanding
from letters.signing import mail
from letters.signing.actions.entering import bring_back, enter, strike_out
from letters.signing.models import Signature
from letters.signing.rules import StrikeReason
from letters.writing.models import Letter
from letters.writing.rules import may_confirm
from petition.audit.actions import record
from petition.lib.refusal import Refused

State = Signature.State


def release(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Let a held or refused signature count, or ask its owner first.

    They are asked when nobody has confirmed it, and when they have confirmed a text that has been amended since: the
    log takes signatures of the text that stands.
    """
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if signature.state == State.CONFIRMED:
            return False
        if signature.state not in (State.HELD, State.REFUSED) or signature.is_erased:
            raise Refused("signature-not-held", state=signature.state)
        facts = _counted(its, signature, at) if _stands_for_the_text(signature) else _asked(signature, at)
        _decide("signing.release", signature, by=by, at=at, verdict=Signature.Verdict.PASS, **facts)
    return True


@transaction.atomic
def refuse(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Never count a signature that waits."""
    signature = Signature.objects.locked(signature_id)
    if signature.state == State.REFUSED:
        return False
    if signature.state != State.HELD:
        raise Refused("signature-not-held", state=signature.state)
    _decide("signing.refuse", signature, by=by, at=at, state=State.REFUSED)
    return True


def strike(signature_id: int, *, reason: StrikeReason, by: str, at: datetime | None = None) -> bool:
    """Take a signature out of the letter for a public reason; the first reason stands."""
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if signature.state == State.STRUCK:
            return False
        if signature.state not in (State.CONFIRMED, State.HELD, State.PENDING):
            raise Refused("signature-not-counted", state=signature.state)
        facts = {"state": State.STRUCK, "ended_at": at, "ended_reason": reason.value}
        _decide("signing.strike", signature, by=by, at=at, changes={"reason": reason.value}, **facts)
        strike_out(its, signature, reason.value, at=at)
    return True


def restore(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Lift a strike: the signature is again what it was."""
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if signature.state in (State.CONFIRMED, State.HELD, State.PENDING):
            return False
        if signature.state != State.STRUCK:
            raise Refused("signature-not-struck", state=signature.state)
        state = _before_the_strike(signature)
        _decide("signing.restore", signature, by=by, at=at, state=state, ended_at=None, ended_reason="")
        bring_back(its, signature, at=at)
    return True


def strike_entry(letter: Letter, index: int, *, reason: StrikeReason, by: str, at: datetime | None = None) -> None:
    """Take out an entry whose signature this database has lost: it came back from a copy of the log, and counts."""
    at = at or timezone.now()
    with turn() as its:
        signing = Operation.objects.filter(log=letter.log_id, index=index, kind="sign").first()
        if signing is None:
            raise Refused("no-such-entry", index=index)
        if known := Signature.objects.filter(operation=signing).first():
            raise Refused("signature-known", id=known.pk)
        try:
            its.strike(signing.log_id, of=signing.pk, reason=reason.value, at=at)
        except NotStanding as struck:
            raise Refused("signature-not-counted") from struck
        record("signing.strike_entry", letter, by=by, changes={"entry": index, "reason": reason.value}, at=at)


@transaction.atomic
def approve_reason(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Show a reason that names a web address, now that somebody has looked."""
    signature = Signature.objects.locked(signature_id)
    if not signature.reason_awaits:
        return False
    _decide("signing.approve_reason", signature, by=by, at=at, reason_awaits=False)
    return True


@transaction.atomic
def rank_first(signature_id: int, rank: int | None, *, by: str, at: datetime | None = None) -> None:
    """Put a signature at a place among the first signers, or take it out of them."""
    signature = Signature.objects.locked(signature_id)
    if signature.state != State.CONFIRMED:
        raise Refused("signature-not-counted", state=signature.state)
    if signature.first_rank == rank:
        return
    _decide("signing.rank_first", signature, by=by, at=at, changes={"rank": rank}, first_rank=rank)


def _stands_for_the_text(signature: Signature) -> bool:
    return signature.confirmed_at is not None and signature.version_id == signature.letter.current_id


def _counted(its: Turn, signature: Signature, at: datetime) -> dict[str, Any]:
    mail.receipt(signature)
    return {"state": State.CONFIRMED, "operation_id": enter(its, signature, signature, at=at)}


def _asked(signature: Signature, at: datetime) -> dict[str, Any]:
    if signature.confirmed_at and not may_confirm(signature.letter, at):
        raise Refused("letter-amended")  # too late to ask: what they agreed to stands no more
    mail.please_confirm(signature)
    return {"state": State.PENDING, "created_at": at, "confirmed_at": None}


def _before_the_strike(signature: Signature) -> str:
    if signature.was_counted:
        return State.CONFIRMED
    return State.HELD if signature.confirmed_at else State.PENDING


def _decide(
    verb: str,
    signature: Signature,
    *,
    by: str,
    at: datetime | None,
    changes: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    Signature.objects.filter(pk=signature.pk).update(**facts)
    record(verb, signature, by=by, changes=changes, at=at)
