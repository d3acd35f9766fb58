"""Who sends which message: a lease keeps two workers off one message, and a killed one from keeping it."""

from collections.abc import Sequence
from datetime import timedelta

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

# Losing a renewal in a crash of the database is harmless, so it waits for no disk.
_RENEW = """
WITH lightly AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE outbox_message SET claimed_until = %(until)s FROM lightly
WHERE id = %(id)s AND state = 'owed' AND claimed_until = %(held)s
  AND NOT EXISTS (SELECT 1 FROM outbox_pause WHERE outbox_pause.until > %(now)s)
  AND NOT EXISTS (SELECT 1 FROM outbox_mailing WHERE outbox_mailing.id = mailing_id AND outbox_mailing.state <> 'going')
"""


def claim(size: int) -> list[Message]:
    """Take the most urgent messages that are due, none while there is a pause."""
    now = timezone.now()
    values = {"priorities": Priority.values, "now": now, "until": now + LEASE, "size": size, "lanes": LANES}
    claimed = Message.objects.raw(_CLAIM, values)
    return sorted(claimed, key=lambda message: (message.priority, message.due_at, message.pk))


def renew(message: Message) -> bool:
    """Hold one message for as long as sending it can take; False when another has it, or it or all of us pause."""
    now = timezone.now()
    until = now + timedelta(seconds=STEPS * settings.EMAIL_TIMEOUT) + MARGIN
    with prepared.cursor() as cursor:
        cursor.execute(_RENEW, {"id": message.pk, "held": message.claimed_until, "until": until, "now": now})
        is_ours: bool = cursor.rowcount == 1
    message.claimed_until = until if is_ours else message.claimed_until
    return is_ours


def release(messages: Sequence[Message]) -> None:
    """Give back what was claimed and not tried."""
    held = {message.claimed_until for message in messages}
    ids = [message.pk for message in messages]
    Message.objects.owed().filter(pk__in=ids, claimed_until__in=held).update(claimed_until=None)
