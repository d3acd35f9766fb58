"""The verbs of the public log. Each change is queued with its cause, in one transaction, and sequenced with it."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import OperationalError, transaction
from django.utils import timezone

from letters.ledger import locks, openings, queueing
from letters.ledger.facts import Edit, Fact, Reason, Restore, Strike, Text, Translation, Withdraw
from letters.ledger.guarding import WentBack
from letters.ledger.keys import signer
from letters.ledger.models import Checkpoint, Log, Opening, Operation
from letters.ledger.queries import OpeningQuerySet
from letters.ledger.queueing import Signing, Standing
from letters.ledger.refusals import NoOpening
from letters.ledger.sequencing import drain
from petition.lib import notes
from petition.lib.merkle import EMPTY_ROOT
from petition.lib.sweeping import sweep_each

# How long an answer waits for its entry; after that the receipt comes by mail alone.
PATIENCE_MS = 2_000
# The same for the sweep, which nobody waits for.
SWEEP_PATIENCE_MS = 10_000

# What a fact's target is called before the entry is made; the index is read from the operation then.
LATER = 0

logger = logging.getLogger(__name__)


@transaction.atomic
def open_log(
    origin: str, *, kind: str = Log.Kind.LETTER, follows: Log | None = None, at: datetime | None = None
) -> Log:
    """Begin a log under an origin "<host>/<path>" that it keeps for ever, with a checkpoint that it is empty."""
    at = at or timezone.now()
    path = origin[origin.index("/") :]
    log = Log.objects.create(origin=origin, path=path, kind=kind, follows=follows, root=EMPTY_ROOT, created_at=at)
    line = signer(origin).sign(notes.Checkpoint(origin, 0, EMPTY_ROOT).text())
    Checkpoint.objects.create(log=log, size=0, root=EMPTY_ROOT, line=line, at=at)
    return log


class Turn:
    """What one transaction asks of the logs."""

    def __init__(self) -> None:
        self.is_settled = True  # False once something is left to the sweep
        self._has_turn: dict[int, bool] = {}
        self._newest: dict[int, int] = {}

    def sign(self, log_id: int, *, subject: int, text: bytes, card: str, address: str, at: datetime) -> int:
        """Queue a signature of the log's current text, shown as on its card, or privately with an empty one.

        Raises TextChanged when another text is current, LogClosed when another log follows this one.
        """
        return self.sign_many(log_id, text, [Signing(subject, card, address, at)])[0]

    def sign_many(self, log_id: int, text: bytes, signings: Sequence[Signing]) -> list[int]:
        self._consent(log_id)
        queued = queueing.queue_signings(log_id, text, signings)
        self._newest[log_id] = queued[-1]
        return queued

    def edit(self, log_id: int, *, of: int, card: str, address: str, at: datetime) -> int:
        """Queue a new commitment in place of the last; raises NoOpening, NotStanding or LogClosed."""
        opening = self._opening(of)
        signing = self._standing(log_id, of, Standing.LIVE, was=Standing.LIVE)
        made = openings.make(card, address)
        token, rest = openings.revealed(opening)
        operation = self._queue(log_id, Edit(LATER, token, rest, made.is_public, made.commit), at, signing)
        openings.replace(opening, made, latest=operation)
        return operation.pk

    def withdraw(self, log_id: int, *, of: int, at: datetime) -> int:
        """Queue a withdrawal, which shows the control token; raises NoOpening where the signer was erased."""
        opening = self._opening(of)
        signing = self._standing(log_id, of, Standing.WITHDRAWN, was=Standing.LIVE)
        operation = self._queue(log_id, Withdraw(LATER, *openings.revealed(opening)), at, signing)
        opening.delete()
        return operation.pk

    def strike(self, log_id: int, *, of: int, reason: Reason | str, at: datetime) -> int:
        signing = self._standing(log_id, of, Standing.STRUCK, was=Standing.LIVE)
        return self._queue(log_id, Strike(LATER, Reason(reason)), at, signing).pk

    def restore(self, log_id: int, *, of: int, at: datetime) -> int:
        """Lift a strike."""
        signing = self._standing(log_id, of, Standing.LIVE, was=Standing.STRUCK)
        return self._queue(log_id, Restore(LATER), at, signing).pk

    def text(self, log_id: int, *, number: int, sha256: bytes, at: datetime) -> int:
        """Let signatures consent to another text from now on; it waits for those who just consented to the old one."""
        return self._publish(log_id, Text(number, sha256), at)

    def translation(self, log_id: int, *, number: int, language: str, sha256: bytes, at: datetime) -> int:
        return self._publish(log_id, Translation(number, language, sha256), at)

    def checkpoint(self, log_id: int, *, subject: int, note: str, at: datetime) -> int:
        """Queue another log's checkpoint for the log of the site."""
        self._consent(log_id)
        self._newest[log_id] = queueing.queue_note(log_id, note, subject=subject, at=at).pk
        return self._newest[log_id]

    def sequence(self) -> None:
        """Sequence what this transaction may; the rest waits for whoever has the turn."""
        for log_id in self._newest:
            if self._has_turn[log_id]:
                self._drain(log_id)

    def settle(self) -> None:
        """After commit: wait for the turn where another transaction had it."""
        for log_id, operation_id in self._newest.items():
            if not self._has_turn[log_id]:
                self.is_settled &= settle(log_id, operation_id, patience_ms=PATIENCE_MS)

    def _consent(self, log_id: int) -> None:
        if log_id not in self._has_turn:
            self._has_turn[log_id] = locks.consent(log_id)

    def _standing(self, log_id: int, signing_id: int, standing: Standing, *, was: Standing) -> Operation:
        self._consent(log_id)
        queueing.demand_open(log_id)
        return queueing.turn_to(standing, signing_id, was=was)

    def _opening(self, signing_id: int) -> Opening:
        opening = Opening.objects.select_for_update().filter(pk=signing_id).first()
        if opening is None:
            raise NoOpening(signing_id)
        return opening

    def _queue(self, log_id: int, fact: Fact, at: datetime, of: Operation | None = None) -> Operation:
        operation = queueing.queue(log_id, fact, at=at, of=of)
        self._newest[log_id] = operation.pk
        return operation

    def _publish(self, log_id: int, fact: Text | Translation, at: datetime) -> int:
        locks.publish(log_id)
        queueing.demand_open(log_id)
        self._has_turn[log_id] = True
        operation = self._queue(log_id, fact, at)
        self._drain(log_id)
        return operation.pk

    def _drain(self, log_id: int) -> None:
        try:
            drain(log_id)
        except WentBack as behind:
            self.is_settled = False
            logger.critical("%s", behind)


@contextmanager
def turn() -> Iterator[Turn]:
    """One transaction with the logs: what it queues gets its place with it, or soon after commit.

    Whoever finds the turn taken commits and waits, and most often finds their entry written by then: batches form by
    themselves under load. What still waits when everybody has given up is found by the sweep. Inside a transaction of
    its caller it waits once that has committed: nobody waits for the turn with rows of others locked.
    """
    its = Turn()
    with transaction.atomic():
        yield its
        its.sequence()
    transaction.on_commit(its.settle, robust=True)


def settle(log_id: int, operation_id: int | None = None, *, patience_ms: int) -> bool:
    """Wait for the turn, and sequence what waits unless the operation has its place by then; whether it has."""
    try:
        with transaction.atomic():
            locks.wait(log_id, patience_ms)
            if operation_id is None or not Operation.objects.filter(pk=operation_id, index__isnull=False).exists():
                drain(log_id)
    except OperationalError as error:
        if not locks.took_too_long(error):
            logger.warning("Sequencing log %s was interrupted; the sweep goes on with it", log_id, exc_info=error)
        return False
    except WentBack as behind:
        logger.critical("%s", behind)
        return False
    return True


def sequence_waiting() -> int:
    """Sequence what processes that ended half-way have left behind; how many logs that were."""
    logs = Operation.objects.filter(index=None).order_by().values_list("log_id", flat=True).distinct()
    return sweep_each(list(logs), partial(settle, patience_ms=SWEEP_PATIENCE_MS), what="sequence log")


def withhold(signing_id: int, *, is_withheld: bool) -> None:
    """Serve what opens a signature's commitment to nobody for a while; neither the log nor the receipt changes."""
    for found in _openings(signing_id):
        found.update(is_withheld=is_withheld)


def forget(signing_id: int) -> None:
    """Erase what opens a signature's commitment; its entry, its proof and the count stay as they are."""
    for found in _openings(signing_id):
        found.delete()


def _openings(signing_id: int) -> Iterator[OpeningQuerySet]:
    """Where another log is just being filled to follow this one, the same signature is opened there, too."""
    signing = Operation.objects.only("log_id", "subject").get(pk=signing_id)
    yield Opening.objects.filter(pk=signing_id)
    for following in Log.objects.filter(follows=signing.log_id):
        yield Opening.objects.filter(operation__log=following, operation__subject=signing.subject)
