"""Somebody else typed the address: its owner says so, and nothing of them stays."""

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.utils import timezone

from letters.guard.limits import count_denial
from letters.signing import gathering, mail
from letters.signing.actions.leaving import BLANK
from letters.signing.models import Signature
from petition.audit.actions import SIGNER, record

State = Signature.State


class Denial(StrEnum):
    """What a mailbox's owner who never asked to sign is told."""

    WAITS = "waits"  # for their word
    GONE = "gone"  # nothing of them is kept
    STANDS = "stands"  # somebody with this mailbox confirmed, and only their own page undoes that


def standing(signature: Signature | None) -> Denial:
    if signature is None or signature.is_erased:
        return Denial.GONE
    if signature.state == State.PENDING or (signature.state == State.REFUSED and not signature.confirmed_at):
        return Denial.WAITS
    return Denial.STANDS


@transaction.atomic
def deny(signature_id: int, *, at: datetime | None = None) -> Denial:
    """Erase what nobody confirmed, with its address and the mails it is owed, and hold it against where it came from.

    A try that was refused keeps its keyed identity, as whatever a moderator may have looked at does.
    """
    at = at or timezone.now()
    signature = Signature.objects.select_for_update(no_key=True).filter(pk=signature_id).first()
    found = standing(signature)
    if signature is None or found != Denial.WAITS:
        return found
    mail.forget_signer(signature)
    gathering.forget_with(signature)
    record("signing.deny", signature, by=SIGNER, at=at)
    if signature.state == State.PENDING:
        signature.delete()
    else:
        Signature.objects.filter(pk=signature_id).update(**BLANK)
    if signature.network:
        transaction.on_commit(partial(count_denial, signature.network, at=at), robust=True)
    return Denial.GONE
