"""The pause of everybody's sending, kept in PostgreSQL so that every worker sees it."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from petition.outbox.models import Pause
from petition.outbox.refusals import Refusal, Remedy

logger = logging.getLogger(__name__)

FIRST = timedelta(seconds=2)
# A server that is away may be back at any moment; one that refuses us is waiting for the operator.
LONGEST = {Remedy.WAIT: timedelta(minutes=1), Remedy.PAUSE: timedelta(minutes=15)}


@transaction.atomic
def pause(refusal: Refusal, *, at: datetime) -> None:
    """Stop all sending, for longer each time in a row; refusals noticed during a pause do not add to it."""
    pause, is_first = Pause.objects.select_for_update().get_or_create(
        defaults={"reason": refusal.reason, "since": at, "until": at + FIRST}
    )
    if not is_first and pause.until > at:
        return
    if not is_first:
        pause.refusals += 1
        pause.reason, pause.until = refusal.reason, at + length(refusal.remedy, pause.refusals)
        pause.save(update_fields=["refusals", "reason", "until"])
    logger.error("Mail pauses until %s: %s", pause.until.isoformat(timespec="seconds"), refusal.reason)


def length(remedy: Remedy, refusals: int) -> timedelta:
    return min(FIRST * float(2 ** min(refusals - 1, 20)), LONGEST[remedy])


def is_over(*, at: datetime) -> None:
    """Something was sent: the next refusal is a first one again."""
    Pause.objects.filter(until__lte=at).delete()


def current() -> Pause | None:
    """The pause since the last mail that went out, even when its time is over and the next try is near."""
    return Pause.objects.first()
