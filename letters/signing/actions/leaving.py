"""Leaving a letter, and being forgotten."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from letters.ledger.actions import turn
from letters.signing import gathering, mail
from letters.signing.actions.entering import forget_opening, leave
from letters.signing.actions.heading import unask
from letters.signing.models import FirstSigner, Signature
from petition.audit.actions import SIGNER, record
from petition.lib.refusal import Refused

State = Signature.State

# What is left of a signature that stays counted, or that a moderator took out: its keyed identity and its state.
BLANK: dict[str, Any] = {
    "address": None,
    "name": "",
    "display": Signature.Display.ANONYMOUS,
    "title": "",
    "affiliation": "",
    "city": "",
    "country": "",
    "reason": "",
    "reason_awaits": False,
    "search": "",
    "wants_news": False,
    "wants_weekly": False,
    "weekly_until": None,
    "wants_quiet": False,
    "hands_address": False,
    "answers": {},
    "came_from": "",
    "first_rank": None,
    "network": "",
    "name_hidden_at": None,
    "reported_at": None,
}


def withdraw(signature_id: int, *, at: datetime | None = None) -> bool:
    """Take one's name off a letter; whether it was on it until now."""
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        if signature.state == State.WITHDRAWN:
            return False
        if not signature.may_be_withdrawn:
            raise Refused("signature-not-counted")
        mail.withdrawn(signature)
        Signature.objects.filter(pk=signature_id).update(
            state=State.WITHDRAWN, ended_at=at, wants_news=False, hands_address=False, first_rank=None
        )
        record("signing.withdraw", signature, by=SIGNER, at=at)
        leave(its, signature, at=at)
    return True


def erase(signature_id: int, *, keep_counted: bool, at: datetime | None = None) -> None:
    """Forget a signer: leave the letter with everything, or stay counted as nobody in particular.

    What a moderator took out keeps its keyed identity, or erasing would be a way to sign again.
    """
    at = at or timezone.now()
    with turn() as its:
        _forget_invitation(signature_id)
        signature = Signature.objects.locked(signature_id)
        if keep_counted and signature.state != State.CONFIRMED:
            raise Refused("signature-not-counted")
        mail.forget_signer(signature)
        gathering.forget_with(signature)
        record("signing.erase", signature, by=SIGNER, changes={"stays_counted": keep_counted}, at=at)
        if keep_counted or signature.state in (State.REFUSED, State.STRUCK):
            Signature.objects.filter(pk=signature_id).update(**BLANK)
        else:
            Signature.objects.filter(pk=signature_id).delete()
            leave(its, signature, at=at)
        forget_opening(signature)


def _forget_invitation(signature_id: int) -> None:
    """Whom an organizer had asked by name and address is forgotten; a head is locked before its signatures."""
    signature = Signature.objects.filter(pk=signature_id).only("letter_id", "identity").first()
    if signature is None:
        return
    identity = bytes(signature.identity)
    asked = FirstSigner.objects.filter(letter=signature.letter_id, identity=identity)
    for first_id in asked.values_list("pk", flat=True):
        unask(first_id)
    mail.forget_asking(signature.letter_id, identity)
