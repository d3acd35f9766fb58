"""What the verbs of signing have written into the log; a signature counts exactly as long as its entry stands there."""

from datetime import datetime

from letters.ledger.actions import Turn, forget, withhold
from letters.ledger.facts import Reason
from letters.ledger.models import Operation
from letters.ledger.refusals import LogClosed, NoOpening, TextChanged
from letters.signing.cards import card_of
from letters.signing.models import Signature
from letters.signing.showing import Chosen
from petition.lib.refusal import Refused
from petition.lib.vault import unseal


def enter(its: Turn, signature: Signature, shown: Chosen, *, at: datetime) -> int:
    """Let the letter's log say that somebody signs the text that stands; the operation that asks for it."""
    try:
        operation_id = _enter(its, signature, shown, at)
    except LogClosed:  # while this waited, the letter turned to the log that follows
        signature.letter.refresh_from_db(fields=["log"])
        operation_id = _enter(its, signature, shown, at)
    if signature.name_hidden_at:  # whoever leaves and signs again gets no hidden name shown by that
        withhold(operation_id, is_withheld=True)
    return operation_id


def _enter(its: Turn, signature: Signature, shown: Chosen, at: datetime) -> int:
    text = signature.letter.current
    if text is None:
        raise Refused("signature-gone")
    try:
        return its.sign(
            _log_of(signature),
            subject=signature.pk,
            text=text.sha256,
            card=card_of(shown),
            address=_address_of(signature),
            at=at,
        )
    except TextChanged as changed:
        raise Refused("letter-amended") from changed


def change(its: Turn, signature: Signature, shown: Chosen, *, at: datetime) -> bool:
    """Let the log say that what is shown has changed; whether it did, and stands in the log."""
    if signature.operation_id is None or card_of(shown) == card_of(signature):
        return False
    return _edit(its, signature.operation_id, signature, shown, at)


def readdress(its: Turn, signature: Signature, *, at: datetime) -> bool:
    """Let the log commit to the address that the signature has now; whether it stands there at all."""
    if signature.state != Signature.State.CONFIRMED or signature.operation_id is None:
        return False
    return _edit(its, signature.operation_id, signature, signature, at)


def leave(its: Turn, signature: Signature, *, at: datetime) -> None:
    """Take a counted signature out again, as its signer; the log reads a request where they were erased before."""
    if signature.state != Signature.State.CONFIRMED or signature.operation_id is None:
        return
    try:
        its.withdraw(_log_with(signature.operation_id), of=signature.operation_id, at=at)
    except NoOpening:
        its.strike(_log_with(signature.operation_id), of=signature.operation_id, reason=Reason.REQUEST, at=at)


def strike_out(its: Turn, signature: Signature, reason: str, *, at: datetime) -> None:
    if signature.state == Signature.State.CONFIRMED and signature.operation_id is not None:
        its.strike(_log_with(signature.operation_id), of=signature.operation_id, reason=reason, at=at)


def bring_back(its: Turn, signature: Signature, *, at: datetime) -> None:
    if signature.operation_id is not None:
        its.restore(_log_with(signature.operation_id), of=signature.operation_id, at=at)


def forget_opening(signature: Signature) -> None:
    """Leave nothing that opens the entry of a signature; the entry and its proof stay."""
    if signature.operation_id is not None:
        forget(signature.operation_id)


def _edit(its: Turn, operation_id: int, signature: Signature, shown: Chosen, at: datetime) -> bool:
    its.edit(_log_with(operation_id), of=operation_id, card=card_of(shown), address=_address_of(signature), at=at)
    return True


def _log_of(signature: Signature) -> int:
    """The log of its letter, which every letter has from its publication on."""
    if signature.letter.log_id is None:
        raise Refused("signature-gone")
    return signature.letter.log_id


def _log_with(operation_id: int) -> int:
    """The log of a locked signature's entry; while the row is locked the letter can't turn to another one."""
    return Operation.objects.values_list("log_id", flat=True).get(pk=operation_id)


def _address_of(signature: Signature) -> str:
    if signature.address is None:
        raise Refused("signature-gone")
    return unseal(signature.address)
