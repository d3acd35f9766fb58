"""Sends what is due, most urgent first."""

import logging
import time
import traceback
from collections.abc import Sequence

from django.db import DatabaseError, connection
from django.utils import timezone

from petition.lib import vault
from petition.outbox import endings, leases, pace, pauses, stopping, tallies
from petition.outbox.endings import Outcome
from petition.outbox.envelopes import Envelope, envelope
from petition.outbox.kinds import Mail, NotYet, Unwanted, kind_of
from petition.outbox.models import Message, Suppression
from petition.outbox.noting import Notes
from petition.outbox.postman import Postman, Undelivered
from petition.outbox.refusals import Refusal, Remedy, reason_of, without_addresses
from petition.outbox.rounds import Round

logger = logging.getLogger(__name__)

FIRST_RATE = 8.0  # messages a second
LARGEST_BATCH = 100
DRAIN_FOR = 10.0  # seconds; then the next ring goes on, so that a worker gets to its other work, and stops when asked

Prepared = Envelope | NotYet | Unwanted | Refusal


def deliver(*, seconds: float = DRAIN_FOR) -> bool:
    """Send until nothing is due; True when the time was up, or the worker asked to stop, before that."""
    ends, rate = time.monotonic() + seconds, FIRST_RATE
    with stopping.politely(), Postman() as postman:
        while not stopping.asked() and (batch := leases.claim(pace.most(_size(rate)))):
            rate = _rate_of(batch, postman, rate)
            if time.monotonic() >= ends:
                return True
    return stopping.asked()


def _size(rate: float) -> int:
    """What goes out in about a second, so that urgent mail never waits much longer than that."""
    return max(1, min(LARGEST_BATCH, int(rate)))


def _rate_of(batch: Sequence[Message], postman: Postman, rate: float) -> float:
    """Deliver the batch and say how many went in a second."""
    started = time.monotonic()
    _deliver_batch(batch, postman, rate)
    return len(batch) / (time.monotonic() - started)


def _deliver_batch(batch: Sequence[Message], postman: Postman, rate: float) -> None:
    round_ = Round(batch)
    held = leases.Leases(round_.messages, rate=rate, ready=_gather)
    try:
        with Notes() as notes:
            _deliver_each(round_, held, postman, notes)
    finally:
        round_.end()
    if round_.outcomes:
        tallies.add(round_.outcomes)


def _deliver_each(round_: Round, held: leases.Leases, postman: Postman, notes: Notes) -> None:
    messages = round_.messages
    reasons, turn = _suppressions(messages), pace.reserve(len(messages))
    for position, message in enumerate(messages):
        if turn.gap:
            notes.settle()
            turn.come(position)
        if stopping.asked():
            return leases.release(messages[position:])
        if round_.holds(message):
            continue
        if not held.hold(position):
            round_.outcomes[message.kind, Outcome.LEFT.value] += 1
            continue
        outcome = _deliver_one(message, postman, reasons.get(_exact(message)), round_, notes)
        round_.outcomes[message.kind, outcome.value] += 1
        if outcome is Outcome.PAUSED:
            return leases.release(messages[position + 1 :])
    return None


def _deliver_one(message: Message, postman: Postman, suppressed: str | None, round_: Round, notes: Notes) -> Outcome:
    if suppressed is not None:
        return endings.retired(message, f"its address gets no mail: {suppressed}")
    match _prepared(message):
        case Unwanted():
            return endings.unwanted(message)
        case NotYet():
            return endings.postponed(message)
        case Refusal() as refusal:
            return endings.refused(message, refusal)
        case email:
            return _send(message, email, postman, round_, notes)


def _send(message: Message, email: Envelope, postman: Postman, round_: Round, notes: Notes) -> Outcome:
    try:
        with notes.written_meanwhile():
            provider_id = postman.send(email)
    except Undelivered as error:
        round_.refused(message, error.refusal)
        return _undelivered(message, error.refusal)
    notes.add(message, provider_id)
    round_.sent(message)
    return Outcome.SENT


def _undelivered(message: Message, refusal: Refusal) -> Outcome:
    """A refusal of everybody starts a pause; it puts this message off only if it was said about it."""
    if refusal.remedy not in (Remedy.WAIT, Remedy.PAUSE):
        return endings.refused(message, refusal)
    pauses.pause(refusal, at=timezone.now())
    if refusal.blames_message:
        endings.refused(message, refusal)
    else:
        leases.release([message])
    return Outcome.PAUSED


def _gather(messages: Sequence[Message]) -> None:
    """Let rooms look up for many at once what their mails need; one that fails meets its failure again by itself."""
    for name in {message.kind for message in messages}:
        own = [message for message in messages if message.kind == name]
        try:
            gather = kind_of(name).gather
            found = gather(own) if gather else {}
        except Exception as error:
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            logger.warning("Looking up for %s fails: %s", name, without_addresses(traceback.format_exc()))
            found = {}
        for message in own:
            message.found = found.get(message.pk)


def _prepared(message: Message) -> Prepared:
    """The mail ready to go, or why not; one room's mistake must not stop the mail of the others."""
    try:
        rendered = kind_of(message.kind).render(message)
        return envelope(message, rendered) if isinstance(rendered, Mail) else rendered
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        logger.error("Message %d (%s) fails: %s", message.pk, message.kind, without_addresses(traceback.format_exc()))
        return Refusal(Remedy.RETRY, reason_of(error))


def _suppressions(batch: Sequence[Message]) -> dict[bytes, str]:
    rows = Suppression.objects.filter(identity__in=[_exact(message) for message in batch])
    return {bytes(row.identity): row.reason for row in rows}


def _exact(message: Message) -> bytes:
    try:
        return vault.exact_identity(message.address)
    except vault.CannotOpen:
        return b""  # the failure is met again, and reported, when the mail is prepared
