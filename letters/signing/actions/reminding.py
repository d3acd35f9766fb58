"""Whoever forgot to confirm is reminded after a day, and once more a day before everything is erased."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from letters.signing import mail
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.signing.rules import PENDING_KEPT, REMINDED_AFTER, REMINDED_BEFORE_THE_END, SWEEP_BATCH
from letters.writing.rules import may_confirm
from petition.lib.sweeping import sweep_each
from petition.lib.vault import site_identity, unseal
from petition.outbox.actions import is_suppressed, one_at_a_time


def remind(*, at: datetime | None = None) -> int:
    """Owe every reminder whose moment has come; a round that was missed is left out when the next one is near."""
    at = at or timezone.now()
    begun, late, last = at - PENDING_KEPT, at - PENDING_KEPT + REMINDED_BEFORE_THE_END, at - REMINDED_AFTER
    return _remind_all(mail.LAST_REMINDER, begun, late, at) + _remind_all(mail.REMINDER, late, last, at)


def _remind_all(kind: str, since: datetime, until: datetime, at: datetime) -> int:
    waiting = Signature.objects.to_remind(kind, since, until)
    return sweep_each(_ids(waiting), partial(_remind, kind=kind, at=at), what="remind signature")


def _ids(waiting: SignatureQuerySet) -> Iterator[int]:
    """Batch by batch, by their place in the order: what is owed a mail meanwhile moves nobody else."""
    batch = list(waiting[:SWEEP_BATCH])
    while batch:
        yield from (row.pk for row in batch)
        batch = list(waiting.behind(batch[-1])[:SWEEP_BATCH])


@transaction.atomic
def _remind(signature_id: int, *, kind: str, at: datetime) -> int:
    """The mailbox before its row, as signing locks them; whoever is deciding just now needs no reminder."""
    sealed = Signature.objects.filter(pk=signature_id).values_list("address", flat=True).first()
    if sealed is None or is_suppressed(address := unseal(sealed)):
        return 0
    identity = site_identity(address)
    one_at_a_time(identity)
    rows = Signature.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("letter")
    still = {"state": Signature.State.PENDING, "address": sealed, "created_at__lt": at - REMINDED_AFTER}
    signature = rows.filter(pk=signature_id, **still).first()
    if signature is None or not may_confirm(signature.letter, at):
        return 0
    return int(mail.remind(kind, signature, identity))
