"""What the clock takes away: tries nobody confirmed, and networks nobody needs to know any more."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from letters.signing import gathering
from letters.signing.mail import TO_SIGNERS
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.signing.rules import NETWORK_KEPT, SWEEP_BATCH
from petition.lib.sweeping import sweep_each
from petition.outbox.actions import forget


def erase_unconfirmed(*, at: datetime | None = None) -> int:
    """Erase tries whose links have expired, with the addresses in their mails."""
    overdue = Signature.objects.unconfirmed_since_long(at or timezone.now()).order_by("pk")
    return sweep_each(list(overdue.values_list("pk", flat=True)), partial(_erase, overdue), what="erase signature")


def forget_networks(*, at: datetime | None = None) -> int:
    overdue = Signature.objects.with_network_since(NETWORK_KEPT, at or timezone.now())
    return _in_batches(overdue, lambda batch: batch.update(network=""))


@transaction.atomic
def _erase(overdue: SignatureQuerySet, signature_id: int) -> int:
    """One that somebody is just changing waits for the next round."""
    found = overdue.select_for_update(skip_locked=True, no_key=True).filter(pk=signature_id).first()
    if found is None:
        return 0
    forget(kinds=TO_SIGNERS, cause=signature_id)
    gathering.forget_with(found)
    found.delete()
    return 1


def _in_batches(overdue: SignatureQuerySet, sweep: Callable[[SignatureQuerySet], int]) -> int:
    """Sweep until nothing is left; rows somebody is just changing wait for the next round."""
    total = 0
    while swept := _sweep_one(overdue, sweep):
        total += swept
    return total


@transaction.atomic
def _sweep_one(overdue: SignatureQuerySet, sweep: Callable[[SignatureQuerySet], int]) -> int:
    rows = overdue.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:SWEEP_BATCH])
    return sweep(Signature.objects.filter(pk__in=ids)) if ids else 0
