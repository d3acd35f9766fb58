"""Mailbox providers that ask us to come later: their mail waits, all workers know it, and everybody else's goes on."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from petition.outbox.models import Domain, Message
from petition.outbox.refusals import Refusal

logger = logging.getLogger(__name__)

FIRST = timedelta(seconds=15)
LONGEST = timedelta(hours=1)
# One worker at a time asks whether a provider takes mail again; should it be killed, another asks after this.
ASKING = timedelta(seconds=15)
# Messages of one domain that come back in a second: of a million that wait, no more than these are ever written anew.
RETURNING = 50
# Where only our own limits hold them back they come sooner, so that a fast domain never has to wait for its mail.
RETURNING_TO_US = 500
SECOND = timedelta(seconds=1)
KEPT_FOR = timedelta(days=1)  # after its last mail has come back
PROBLEM = "its mailbox provider asks us to come later"
OUR_PROBLEM = "it never got its turn within our own limits"

# Mails to one are spread over some of the wait; those to many queue up behind each other.
_PUT_OFF = """
WITH slot AS (
    INSERT INTO outbox_domain AS domain (name, refusals, reason, until, queued_until)
    VALUES (%(name)s, 0, '', %(now)s, %(now)s + interval '1 second' + %(span)s)
    ON CONFLICT (name) DO UPDATE
    SET queued_until = greatest(domain.queued_until, domain.until, %(now)s + interval '1 second') + %(span)s
    RETURNING greatest(until, %(now)s + interval '1 second') AS free, queued_until - %(span)s AS begins
)
UPDATE outbox_message AS message SET
    claimed_until = NULL,
    problem = CASE WHEN %(is_refused)s OR retire_at <= %(now)s THEN %(problem)s ELSE problem END,
    state = CASE WHEN retire_at <= %(now)s THEN 'retired' ELSE state END,
    sealed = CASE WHEN retire_at <= %(now)s THEN NULL ELSE sealed END,
    due_at = CASE
        WHEN message.mailing_id IS NULL THEN slot.free + random() * (slot.free - %(now)s) / 2
        ELSE slot.begins + put.place * %(gap)s
    END
FROM slot, unnest(%(ids)s::bigint[]) WITH ORDINALITY AS put (id, place)
WHERE message.id = put.id AND message.state = 'owed' AND message.claimed_until = ANY(%(held)s)
"""


@transaction.atomic
def waits(name: str, refusal: Refusal, *, at: datetime) -> None:
    """Stop mail to a domain, for longer each time in a row; refusals noticed meanwhile do not add to it."""
    domain, _ = Domain.objects.select_for_update().get_or_create(name=name, defaults={"until": at})
    if domain.refusals and domain.until > at and domain.asked_at is None:
        return
    domain.since = domain.since if domain.refusals else at
    domain.refusals += 1
    domain.until, domain.asked_at, domain.reason = at + length(domain.refusals), None, refusal.reason
    domain.save(update_fields=["since", "refusals", "until", "asked_at", "reason"])
    logger.warning("Mail to one domain waits until %s: %s", domain.until.isoformat(timespec="seconds"), domain.reason)


def length(refusals: int) -> timedelta:
    return min(FIRST * float(2 ** min(refusals - 1, 20)), LONGEST)


def may_ask(name: str, *, at: datetime) -> bool:
    """Whether the wait is over and nobody else is just trying; then the others wait for what this worker hears."""
    free = Domain.objects.filter(name=name, refusals__gt=0, until__lte=at)
    return free.update(until=at + ASKING, asked_at=at) > 0


def takes_mail(name: str, *, at: datetime) -> None:
    """A mail was accepted: what waits may come, and the next refusal is a first one again."""
    Domain.objects.filter(name=name, refusals__gt=0).update(refusals=0, until=at, asked_at=None)


@transaction.atomic
def room_for(name: str, many: int, *, at: datetime) -> int:
    """How many of so many messages may go to a domain within the second, by the operator's limit."""
    limit = settings.MAIL_PER_SECOND_TO_A_DOMAIN
    if not limit:
        return many
    domain, _ = Domain.objects.select_for_update().get_or_create(name=name, defaults={"until": at})
    taken = min(max(domain.taken_until or at, at), at + SECOND)
    granted = min(many, int((at + SECOND - taken) / SECOND * limit))
    domain.taken_until = taken + SECOND * granted / limit
    domain.save(update_fields=["taken_until"])
    return granted


def put_off(held: Mapping[str, Sequence[Message]]) -> None:
    """Let messages come back when their domain may be asked again, in the order they had; it counts as no attempt."""
    returning = min(RETURNING, settings.MAIL_PER_SECOND_TO_A_DOMAIN or RETURNING)
    _put_off(held, {"is_refused": True, "problem": PROBLEM, "gap": SECOND / returning})


def keep_back(held: Mapping[str, Sequence[Message]]) -> None:
    """Let messages come back soon that only our own limits have held; nobody refused them, so they do not fail."""
    returning = settings.MAIL_PER_SECOND_TO_A_DOMAIN or RETURNING_TO_US
    _put_off(held, {"is_refused": False, "problem": OUR_PROBLEM, "gap": SECOND / returning})


def waiting() -> list[Domain]:
    return list(Domain.objects.filter(refusals__gt=0).order_by("since", "name"))


def lift() -> None:
    """Ask every provider again at once."""
    Domain.objects.all().delete()


def forget(*, at: datetime) -> int:
    """Keep no name of a domain whose mail has long come back."""
    long_ago = at - KEPT_FOR
    over = Domain.objects.filter(until__lt=long_ago).filter(Q(queued_until=None) | Q(queued_until__lt=long_ago))
    return over.delete()[0]


def _put_off(held: Mapping[str, Sequence[Message]], how: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for name, messages in sorted(held.items()):
            if messages:
                cursor.execute(_PUT_OFF, how | _of(name, messages, how["gap"]))


def _of(name: str, messages: Sequence[Message], gap: timedelta) -> dict[str, Any]:
    return {
        "name": name,
        "span": gap * len(messages),
        "now": timezone.now(),
        "ids": [message.pk for message in messages],
        "held": [message.claimed_until for message in messages],
    }
