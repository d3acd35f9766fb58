"""News to many: owed in batches straight in SQL, sent beside other news in turn, paused or ended at one row."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from petition.outbox import bell
from petition.outbox.kinds import kind_of
from petition.outbox.models import Mailing, Message

# Messages of an ended mailing that one transaction closes, so that it never holds many locks at once.
CLOSED_AT_ONCE = 5_000
# How fast a mailing goes is said by what went out lately.
LATELY = timedelta(seconds=60)


class Batch(NamedTuple):
    """What one statement has owed: how many messages, and the highest cause among those it read."""

    read: int
    last: int


def open_mailing(kind: str, *, cause: int) -> Mailing:
    """The one mailing about a cause, made when it is first asked for."""
    mailing, _ = Mailing.objects.get_or_create(kind=kind, cause=cause, defaults={"priority": kind_of(kind).priority})
    return mailing


def owe_selected(mailing: Mailing, select: str, values: Mapping[str, Any]) -> Batch:
    """Owe a message to each row of a SELECT of `cause`, `recipient` and `language`, without loading any.

    Recipients are sealed already and are copied as they are. The caller's transaction keeps `last`, and reads on
    from there, so that no row is read twice.
    """
    now = timezone.now()
    facts: dict[str, Any] = {"kind": mailing.kind, "mailing": mailing.pk, "priority": mailing.priority, "now": now}
    facts["retire_at"] = now + kind_of(mailing.kind).patience
    with connection.cursor() as cursor:
        cursor.execute(_OWE_SELECTED.format(select=select), {**values, **facts})
        read, last = cursor.fetchone()
    transaction.on_commit(bell.ring, robust=True)
    return Batch(read, last)


_OWE_SELECTED = """
WITH chosen AS MATERIALIZED ({select}), written AS (
    INSERT INTO outbox_message (kind, mailing_id, cause, recipient, identity, language, priority, state, attempts,
                                created_at, due_at, retire_at, provider_id, problem)
    SELECT %(kind)s, %(mailing)s, cause, recipient, '', language, %(priority)s, 'owed', 0,
           %(now)s, %(now)s, %(retire_at)s, '', ''
      FROM chosen
), counted AS (
    UPDATE outbox_mailing SET owed = owed + (SELECT count(*) FROM chosen) WHERE id = %(mailing)s
)
SELECT count(*), coalesce(max(cause), 0) FROM chosen
"""


def pause(mailing_id: int) -> None:
    """Send no more of it until it goes on; what a worker is just sending goes out."""
    Mailing.objects.filter(pk=mailing_id, state=Mailing.State.GOING).update(state=Mailing.State.PAUSED)


def go_on(mailing_id: int) -> None:
    gone_on = Mailing.objects.filter(pk=mailing_id, state=Mailing.State.PAUSED).update(state=Mailing.State.GOING)
    if gone_on:
        transaction.on_commit(bell.ring, robust=True)


def cancel(mailing_id: int) -> None:
    """Send no more of it, ever; a sweep closes the messages that are still owed."""
    Mailing.objects.under_way().filter(pk=mailing_id).update(state=Mailing.State.CANCELLED)


def close_cancelled() -> int:
    """Mark what cancelled mailings still owe as unwanted, in batches; how many messages that were."""
    ids = list(Mailing.objects.filter(state=Mailing.State.CANCELLED, ended_at=None).values_list("pk", flat=True))
    return sum(map(_close, ids))


def count(mailing: Mailing, *, at: datetime | None = None) -> Mailing:
    """Write down how far a mailing has come; numbers are of rows, so that they add up whatever was killed."""
    at = at or timezone.now()
    of_state = dict(Message.objects.filter(mailing=mailing).values_list("state").annotate(Count("id")).order_by())
    mailing.owed, mailing.sent, mailing.refused, mailing.unwanted = (
        of_state.get(state, 0) for state in ("owed", "sent", "retired", "unwanted")
    )
    mailing.lately = Message.objects.filter(mailing=mailing, sent_at__gt=at - LATELY).count()
    mailing.counted_at = at
    mailing.save(update_fields=["owed", "sent", "refused", "unwanted", "lately", "counted_at"])
    return mailing


def still_owes(mailing: Mailing) -> bool:
    """Whether a message of it is still to go out."""
    return Message.objects.owed().filter(mailing=mailing).exists()


def has_sent_since(mailing: Mailing) -> bool:
    """Whether a message of it has gone out that its numbers don't know of."""
    since = mailing.counted_at
    return since is None or Message.objects.filter(mailing=mailing, sent_at__gt=since).exists()


def end(mailing: Mailing, *, at: datetime) -> bool:
    """Whether it is over: everything was owed, its caller says, and nothing of it is still to go out."""
    if still_owes(mailing):
        return False
    open_still = Mailing.objects.filter(pk=mailing.pk, ended_at=None)
    open_still.under_way().update(state=Mailing.State.SENT)
    return open_still.update(ended_at=at) > 0


def reopen() -> None:
    """Let mailings that have ended go once more, because the operator owes some of their messages anew."""
    Mailing.objects.filter(_is_owed(), state=Mailing.State.SENT).update(state=Mailing.State.GOING)


def end_reopened() -> None:
    """Only those that had ended before have both a moment of that and a way to go."""
    reopened = Mailing.objects.filter(state=Mailing.State.GOING, ended_at__isnull=False)
    reopened.filter(~_is_owed()).update(state=Mailing.State.SENT)


def _is_owed() -> Exists:
    """Whether a message of it is still to go out."""
    return Exists(Message.objects.owed().filter(mailing=OuterRef("pk")))


def _close(mailing_id: int) -> int:
    closed = 0
    while number := _close_some(mailing_id):
        closed += number
    return closed


@transaction.atomic
def _close_some(mailing_id: int) -> int:
    owed = Message.objects.owed().filter(mailing=mailing_id)
    some = owed.select_for_update(skip_locked=True).values_list("pk", flat=True)[:CLOSED_AT_ONCE]
    return Message.objects.filter(pk__in=list(some)).update(
        state=Message.State.UNWANTED, claimed_until=None, sealed=None
    )
