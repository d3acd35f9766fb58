"""How one try to deliver a message ends: one conditional update each, in a commit of its own."""

import logging
import random
import time
from datetime import timedelta
from enum import Enum

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from petition.lib import prepared, vault
from petition.outbox.models import Message, Suppression
from petition.outbox.queries import MessageQuerySet
from petition.outbox.refusals import LONGEST_REASON, Refusal, Remedy

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)  # so that three days hold some twenty-five tries
SHORTEST_DELAY = timedelta(seconds=5)  # of a mail whose cause is not complete
RECONNECT_EVERY = 0.2  # seconds
LONGEST_ID = 200  # characters, as the column

# Runs for every mail, and building it through the ORM takes longer than running it.
SENT = """
UPDATE outbox_message
SET state = 'sent', sent_at = %s, provider_id = %s, problem = '', sealed = NULL, claimed_until = NULL WHERE id = %s
"""


class Outcome(Enum):
    SENT = "sent"
    FAILED = "failed"  # and will be tried again
    PAUSED = "paused"  # our sending as a whole was refused
    RETIRED = "retired"
    UNWANTED = "unwanted"
    POSTPONED = "postponed"
    LEFT = "left"  # to another worker, or to a later time


def sent(message: Message, provider_id: str) -> Outcome:
    """Insist while the lease lasts: what went out must not go twice because the database restarts."""
    while True:
        try:
            _mark_sent(message, provider_id)
        except (OperationalError, InterfaceError):
            if message.claimed_until is None or timezone.now() >= message.claimed_until:
                raise
            connection.close()
            time.sleep(RECONNECT_EVERY)
        else:
            return Outcome.SENT


def _mark_sent(message: Message, provider_id: str) -> None:
    with prepared.cursor() as cursor:
        cursor.execute(SENT, [timezone.now(), provider_id[:LONGEST_ID], message.pk])


def unwanted(message: Message) -> Outcome:
    _held(message).update(state=Message.State.UNWANTED, sealed=None, claimed_until=None)
    return Outcome.UNWANTED


def postponed(message: Message) -> Outcome:
    """Its cause is not complete; the longer that lasts, the more seldom it is asked again."""
    now = timezone.now()
    delay = max(SHORTEST_DELAY, (now - message.created_at) / 10)
    _held(message).update(due_at=now + delay, claimed_until=None)
    return Outcome.POSTPONED


def refused(message: Message, refusal: Refusal) -> Outcome:
    """Keep the reason, and give the message up or let it wait."""
    if refusal.remedy is Remedy.SUPPRESS:
        suppress(message.address, refusal.reason)
    if refusal.remedy in (Remedy.SUPPRESS, Remedy.RETIRE) or timezone.now() >= message.retire_at:
        return retired(message, refusal.reason)
    return _waits(message, refusal.reason)


def retired(message: Message, reason: str) -> Outcome:
    _held(message).update(
        state=Message.State.RETIRED,
        problem=reason[:LONGEST_REASON],
        attempts=message.attempts + 1,
        sealed=None,
        claimed_until=None,
    )
    logger.warning("Message %d (%s) is given up: %s", message.pk, message.kind, reason)
    return Outcome.RETIRED


def back_off(attempts: int) -> timedelta:
    """Doubles at each try; up to a fifth more by chance, so that messages refused together come back apart."""
    wait = min(FIRST_WAIT * float(2 ** min(attempts - 1, 20)), LONGEST_WAIT)
    return wait * (1 + random.random() / 5)  # noqa: S311


def suppress(address: str, reason: str, sort: Suppression.Sort = Suppression.Sort.MISSING) -> None:
    defaults = {"reason": reason, "sort": sort}
    Suppression.objects.get_or_create(identity=vault.exact_identity(address), defaults=defaults)


def _waits(message: Message, reason: str) -> Outcome:
    _held(message).update(
        due_at=timezone.now() + back_off(message.attempts + 1),
        problem=reason,
        attempts=message.attempts + 1,
        claimed_until=None,
    )
    logger.warning("Message %d (%s) waits: %s", message.pk, message.kind, reason)
    return Outcome.FAILED


def _held(message: Message) -> MessageQuerySet:
    """The message, as long as nobody has taken or ended it since."""
    return Message.objects.owed().filter(pk=message.pk, claimed_until=message.claimed_until)
