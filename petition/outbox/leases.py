"""Who sends which message: a lease keeps two workers off one message, and a killed one from keeping it."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from petition.lib import prepared
from petition.outbox.kinds import Priority
from petition.outbox.models import Message

LEASE = timedelta(seconds=15)  # for a batch; as many are claimed as go out in about a second
# The longest a conversation may take: reset, sender, recipient, announcement, text, each within its own time limit.
STEPS = 5
MARGIN = timedelta(seconds=5)  # for rendering, and for marking it sent

# Mailings that one batch takes messages from: some by chance, so that each letter's news gets its turn.
LANES = 8

# Each priority and each mailing is asked apart, so that a heap of postponed urgent mail, or of one letter's news, is
# not read through for every batch; of several mailings each gives its first message before any gives its second.
_CLAIM = """
WITH going AS (
    SELECT mailing.id, mailing.priority FROM outbox_mailing AS mailing
    CROSS JOIN LATERAL (
        SELECT FROM outbox_message
        WHERE state = 'owed' AND mailing_id = mailing.id AND due_at <= %(now)s
          AND (claimed_until IS NULL OR claimed_until <= %(now)s)
        ORDER BY due_at, id LIMIT 1
    ) AS something
    WHERE mailing.state = 'going' ORDER BY random() LIMIT %(lanes)s
), waiting AS (
    SELECT message.id, message.due_at, level.priority, 1 AS turn
    FROM unnest(%(priorities)s::smallint[]) AS level (priority)
    CROSS JOIN LATERAL (
        SELECT id, due_at FROM outbox_message
        WHERE state = 'owed' AND mailing_id IS NULL AND priority = level.priority AND due_at <= %(now)s
          AND (claimed_until IS NULL OR claimed_until <= %(now)s)
        ORDER BY due_at, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
    ) AS message
    UNION ALL
    SELECT message.id, message.due_at, going.priority,
           row_number() OVER (PARTITION BY going.id ORDER BY message.due_at, message.id)
    FROM going
    CROSS JOIN LATERAL (
        SELECT id, due_at FROM outbox_message
        WHERE state = 'owed' AND mailing_id = going.id AND due_at <= %(now)s
          AND (claimed_until IS NULL OR claimed_until <= %(now)s)
        ORDER BY due_at, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
    ) AS message
), due AS (
    SELECT id FROM waiting
    WHERE NOT EXISTS (SELECT 1 FROM outbox_pause WHERE until > %(now)s)
    ORDER BY priority, turn, due_at, id LIMIT %(size)s
)
UPDATE outbox_message SET claimed_until = %(until)s FROM due WHERE outbox_message.id = due.id
RETURNING outbox_message.*
"""

# What was held and found wanted stays so for this long; as many are renewed at once as go out meanwhile.
FRESH = 0.1  # seconds

# Losing a renewal in a crash of the database is harmless, so it waits for no disk.
_RENEW = """
WITH lightly AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE outbox_message SET claimed_until = %(until)s
FROM lightly, unnest(%(ids)s::bigint[], %(held)s::timestamptz[]) AS ours (id, held)
WHERE outbox_message.id = ours.id AND state = 'owed' AND claimed_until = ours.held
  AND NOT EXISTS (SELECT 1 FROM outbox_pause WHERE outbox_pause.until > %(now)s)
  AND NOT EXISTS (SELECT 1 FROM outbox_mailing WHERE outbox_mailing.id = mailing_id AND outbox_mailing.state <> 'going')
RETURNING outbox_message.id
"""


class Leases:
    """Those of one batch, each held anew just before it goes, and `ready` told of it."""

    def __init__(self, batch: Sequence[Message], *, rate: float, ready: Callable[[Sequence[Message]], None]) -> None:
        self._batch = list(batch)
        self._many = max(1, int(rate * FRESH))
        self._ready = ready
        self._held: set[int] = set()
        self._asked: set[int] = set()
        self._until = 0.0

    def hold(self, position: int) -> bool:
        """False when another worker has the message at this place, or its mailing or all of us pause."""
        message = self._batch[position]
        if message.pk not in self._asked or time.monotonic() >= self._until:
            self._hold(self._batch[position : position + self._many])
        return message.pk in self._held

    def _hold(self, messages: Sequence[Message]) -> None:
        self._until = time.monotonic() + FRESH
        self._asked, self._held = {message.pk for message in messages}, renew(messages)
        self._ready([message for message in messages if message.pk in self._held])


def claim(size: int) -> list[Message]:
    """Take the most urgent messages that are due, none while there is a pause."""
    now = timezone.now()
    values = {"priorities": Priority.values, "now": now, "until": now + LEASE, "size": size, "lanes": LANES}
    claimed = Message.objects.raw(_CLAIM, values)
    return sorted(claimed, key=lambda message: (message.priority, message.due_at, message.pk))


def renew(messages: Sequence[Message]) -> set[int]:
    """Hold messages for as long as sending one of them can take, and say which; others, or all of us, pause."""
    now = timezone.now()
    until = now + longest()
    held = [message.claimed_until for message in messages]
    values: dict[str, Any] = {"ids": [message.pk for message in messages], "held": held, "until": until, "now": now}
    with prepared.cursor() as cursor:
        cursor.execute(_RENEW, values)
        ours = {pk for (pk,) in cursor.fetchall()}
    for message in messages:
        message.claimed_until = until if message.pk in ours else message.claimed_until
    return ours


def longest() -> timedelta:
    """How long a worker may be at one mail that it holds."""
    return timedelta(seconds=STEPS * settings.EMAIL_TIMEOUT) + MARGIN


def release(messages: Sequence[Message]) -> None:
    """Give back what was claimed and not tried."""
    held = {message.claimed_until for message in messages}
    ids = [message.pk for message in messages]
    Message.objects.owed().filter(pk__in=ids, claimed_until__in=held).update(claimed_until=None)
