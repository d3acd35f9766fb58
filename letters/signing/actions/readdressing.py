"""Mail to a signer comes back: another address, once its own mailbox agrees, or the same one once more."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from letters.ledger.actions import turn
from letters.signing import gathering, mail
from letters.signing.actions.entering import readdress
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from petition.audit.actions import SIGNER, record
from petition.lib.refusal import Refused
from petition.lib.vault import CannotOpen, exact_identity, letter_identity, seal, site_identity, unseal
from petition.outbox import bounces
from petition.outbox.actions import one_at_a_time
from petition.outbox.models import Message, Suppression


class Move(StrEnum):
    """What the owner of the new mailbox is told."""

    OPEN = "open"
    MOVED = "moved"
    TAKEN = "taken"  # by a signature of its own under the same letter, which it has confirmed
    GONE = "gone"


def suppression_of(signature: Signature) -> Suppression | None:
    """Why a signer gets no mail."""
    return bounces.suppression_of(unseal(signature.address)) if signature.address else None


@transaction.atomic
def ask_new_mailbox(signature_id: int, address: str) -> None:
    """Owe the new mailbox the question, whether it has signed or not: only its owner reads the answer."""
    identity = site_identity(address)
    one_at_a_time(identity)
    signature = Signature.objects.locked(signature_id)
    if not signature.may_be_edited or suppression_of(signature) is None:
        raise Refused("signature-not-counted")
    mail.answer(
        mail.NEW_ADDRESS,
        signature_id=signature.pk,
        to=seal(address),
        identity=identity,
        language=signature.language,
    )


@transaction.atomic
def mail_again(signature_id: int, *, at: datetime | None = None) -> bool:
    """Mail the same address again because its owner says that it works, once a day; whether it was done."""
    signature = Signature.objects.locked(signature_id)
    if signature.address is None or not bounces.try_again(unseal(signature.address), at=at):
        return False
    record("signing.mail_again", signature, by=SIGNER, at=at)
    return True


def standing(signature_id: int, message_id: int) -> Move:
    """What a link to the new mailbox finds before its button is pressed."""
    signature = Signature.objects.filter(pk=signature_id).select_related("letter").first()
    address = _asked(signature_id, message_id)
    return _standing(signature, address) if signature and address else Move.GONE


def move(signature_id: int, message_id: int, *, at: datetime | None = None) -> Move:
    """Let a signature belong to the mailbox that was asked; its log commits to the new address.

    What that mailbox began to sign and never confirmed makes room for it.
    """
    at, address = at or timezone.now(), _asked(signature_id, message_id)
    if address is None:
        return Move.GONE
    with turn() as its:
        one_at_a_time(site_identity(address))
        signature = Signature.objects.locked(signature_id)
        others = list(_others(signature, address).select_for_update(no_key=True))
        found = _standing(signature, address)
        if found is not Move.OPEN:
            return found
        for tried in others:
            mail.forget_signer(tried)
            tried.delete()
        signature.wants_weekly = gathering.carry(signature, address)
        signature.address, signature.identity = seal(address), letter_identity(signature.letter_id, address)
        is_entry = readdress(its, signature, at=at)
        signature.save(update_fields=["address", "identity", "wants_weekly"])
        record("signing.move", signature, by=SIGNER, changes={"fields": ["address"]}, at=at)
        if is_entry:
            mail.edited(signature)
    return Move.MOVED


def _standing(signature: Signature, address: str) -> Move:
    if not signature.may_be_edited or signature.address is None:
        return Move.GONE
    if exact_identity(unseal(signature.address)) == exact_identity(address):
        return Move.MOVED
    is_taken = _others(signature, address).exclude(state=Signature.State.PENDING).exists()
    return Move.TAKEN if is_taken else Move.OPEN


def _others(signature: Signature, address: str) -> SignatureQuerySet:
    """What a mailbox has under the same letter itself: one at most."""
    identity = letter_identity(signature.letter_id, address)
    return Signature.objects.filter(letter=signature.letter_id, identity=identity).exclude(pk=signature.pk)


def _asked(signature_id: int, message_id: int) -> str | None:
    """The mailbox behind the link, which belongs to one mail about one signature."""
    message = Message.objects.filter(pk=message_id, cause=signature_id, kind=mail.NEW_ADDRESS).first()
    try:
        return message.address if message and message.recipient else None
    except CannotOpen:
        return None
