"""Everybody in an audience is owed their mail: in SQL, batch by batch in the order of their ids."""

import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from letters.updates import audiences
from letters.updates.models import Sending
from letters.updates.rules import OWE_FOR, OWED_AT_ONCE
from petition.lib.sweeping import sweep_each
from petition.outbox.mailings import owe_selected


def owe_next(*, seconds: float = OWE_FOR, size: int = OWED_AT_ONCE) -> bool:
    """Owe in turns, a batch of each sending, until all is owed; True when the time was up before that."""
    ends = time.monotonic() + seconds
    while waiting := list(Sending.objects.to_owe().values_list("pk", flat=True)):
        owed = sweep_each(waiting, lambda sending_id: _owe_some(sending_id, size), what="owe sending")
        if time.monotonic() >= ends:
            return True
        if not owed:
            return False  # another worker has them
    return False


@transaction.atomic
def _owe_some(sending_id: int, size: int, at: datetime | None = None) -> int:
    """The batch and the place it ends at are one commit: whatever is killed, nobody is left out or owed twice."""
    rows = Sending.objects.to_owe().select_for_update(skip_locked=True, of=("self",))
    sending = rows.select_related("mailing", "update").filter(pk=sending_id).first()
    if sending is None or sending.mailing is None:
        return 0
    told = sending.update.mailings_before(sending) if sending.to_the_rest else []
    select = audiences.batch(sending.update.letter_id, sending, after=sending.last_signature, size=size, told=told)
    batch = owe_selected(sending.mailing, select.sql, select.values)
    sending.last_signature = max(sending.last_signature, batch.last)
    sending.owed_at = (at or timezone.now()) if batch.read < size else None
    sending.save(update_fields=["last_signature", "owed_at"])
    return 1
