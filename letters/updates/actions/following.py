"""How far a sending has come: counted while it is on its way, and ended once nobody waits any more."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from letters.updates import rules
from letters.updates.actions.steps import held, move
from letters.updates.models import Sending, Update
from petition.audit.actions import CLOCK
from petition.lib.sweeping import sweep_each
from petition.outbox import mailings
from petition.outbox.models import Mailing

State = Update.State


def follow(*, at: datetime | None = None) -> int:
    """Count what is on its way, and end what is over; how many have ended."""
    at = at or timezone.now()
    mailings.close_cancelled()
    going = Sending.objects.on_their_way().select_related("mailing").exclude(mailing=None)
    due = [sending.pk for sending in going if _is_to_count(sending, at)]
    return sweep_each(due, partial(_follow, at=at), what="follow sending")


def look(update: Update, *, at: datetime | None = None) -> None:
    """Count a small one for whoever opens its page; a large one waits for the clock."""
    at = at or timezone.now()
    sending = update.newest_sending()
    if sending is None or sending.mailing is None or sending.ended_at is not None:
        return
    is_small = _size(sending.mailing) <= rules.COUNTED_FOR_A_LOOK
    if is_small and _is_older(sending.mailing, at - rules.LOOKED_AT_EVERY):
        mailings.count(sending.mailing, at=at)


def _is_to_count(sending: Sending, at: datetime) -> bool:
    mailing = sending.mailing
    if mailing is None:
        return False
    pace = max(rules.COUNTED_EVERY, timedelta(seconds=_size(mailing) / rules.COUNTED_A_SECOND))
    return _is_older(mailing, at - pace) or _has_stopped(sending, mailing)


def _has_stopped(sending: Sending, mailing: Mailing) -> bool:
    """Whether its last numbers are due at once, however large it is: it is over, or its last mails before a pause went.

    How old its numbers are doesn't count: whoever looks at its page renews them, and would put off its end.
    """
    if _is_all_owed(sending, mailing) and not mailings.still_owes(mailing):
        return True
    return mailing.state == Mailing.State.PAUSED and mailings.has_sent_since(mailing)


def _size(mailing: Mailing) -> int:
    return mailing.owed + mailing.sent + mailing.refused + mailing.unwanted


def _is_older(mailing: Mailing, moment: datetime) -> bool:
    return mailing.counted_at is None or mailing.counted_at <= moment


def _follow(sending_id: int, *, at: datetime) -> int:
    sending = Sending.objects.select_related("mailing").get(pk=sending_id)
    if sending.mailing is None:
        return 0
    mailings.count(sending.mailing, at=at)
    return _end(sending.update_id, sending_id, at) if sending.mailing.owed == 0 else 0


@transaction.atomic
def _end(update_id: int, sending_id: int, at: datetime) -> int:
    """The update is sent with its newest sending; an older one that newer words replaced ends by itself.

    The sending's row is locked, so that nothing of it is owed meanwhile.
    """
    update = held(update_id)
    sending = Sending.objects.select_for_update(of=("self",)).select_related("mailing").get(pk=sending_id)
    mailing = sending.mailing
    if mailing is None or sending.ended_at is not None or not _is_all_owed(sending, mailing):
        return 0
    if not mailings.end(mailing, at=at):
        return 0
    mailings.count(mailing, at=at)
    sending.ended_at = at
    sending.save(update_fields=["ended_at"])
    is_newest = not update.sendings.filter(number__gt=sending.number).exists()
    if is_newest and update.state in rules.ON_ITS_WAY:
        move(update, State.SENT, by=CLOCK, verb="updates.end", at=at)
    return 1


def _is_all_owed(sending: Sending, mailing: Mailing) -> bool:
    """Whether nothing of it will be owed any more."""
    return sending.owed_at is not None or mailing.state == Mailing.State.CANCELLED
