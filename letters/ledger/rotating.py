"""Closing a log, and opening the next one under `<origin>/2`, `/3` and so on.

A log that lost entries can't go on: its next checkpoint would contradict one that somebody holds. What is still true is
entered anew into a log that follows it, while the old one stays served as it is, and receipts from it stay good.
"""

import logging
import re
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from letters.ledger import locks, outside, reading
from letters.ledger.actions import open_log
from letters.ledger.guarding import WentBack
from letters.ledger.keys import vkey
from letters.ledger.models import Checkpoint, Log, Opening, Operation, Outside
from letters.ledger.sequencing import drain
from petition.lib.notes import BadNote, Verifier, split_note

logger = logging.getLogger(__name__)

_NUMBERED = re.compile(r"(.*/log)/([1-9][0-9]*)")


def successor(log: Log) -> Log | None:
    return Log.objects.filter(follows=log).first()


def open_successor(log: Log) -> Log:
    """Open the log that follows, inside a transaction: until commit nobody asks anything of the old one.

    Whoever asks for the new log's first entry in the same transaction can tell later what was asked of the old one
    since (`changed_since`). Nobody is shown the new log until the old one is closed.
    """
    locks.publish(log.pk)
    return open_log(next_origin(log.origin), kind=log.kind, follows=log)


def next_origin(origin: str) -> str:
    numbered = _NUMBERED.fullmatch(origin)
    return f"{numbered[1]}/{int(numbered[2]) + 1}" if numbered else f"{origin}/2"


def changed_since(log: Log, following: Log) -> set[int]:
    """Whose entries were asked of a log since the first one was asked of the log that follows."""
    first = Operation.objects.filter(log=following).aggregate(id=Min("id"))["id"]
    return set(Operation.objects.filter(log=log, pk__gt=first).values_list("subject", flat=True))


def hold(log: Log) -> None:
    """Let nobody ask anything of the log until commit, and give what waits its place, if it still may have one."""
    locks.publish(log.pk)
    try:
        with transaction.atomic():
            drain(log.pk)
    except WentBack as behind:
        logger.warning("What waits has its place in the next log alone: %s", behind)


def close(log: Log, *, at: datetime) -> None:
    """Add nothing to it any more. What opens its entries goes: the next log opens the same signatures anew, and who is
    erased there shall not be found here."""
    _keep_what_was_shown(log)
    waiting = Operation.objects.filter(log=log, index=None)
    Opening.objects.filter(Q(operation__log=log) | Q(latest__log=log)).delete()
    waiting.exclude(of=None).delete()
    waiting.delete()
    Log.objects.filter(pk=log.pk).update(closed_at=at)


def last_note(log: Log) -> str:
    """The last checkpoint of a log that is known, even where its entries are lost: the next log names it."""
    sizes = Checkpoint.objects.filter(log=log).order_by("-size").values_list("size", flat=True)
    return reading.checkpoint_note(log, sizes[0])


def _keep_what_was_shown(log: Log) -> None:
    """Take a later checkpoint over from the copy."""
    storage = outside.place()
    try:
        note = outside.read(storage, outside.name_of(log.origin, outside.CHECKPOINT)) if storage else None
        known = note and outside.opened(note, log.origin)
    except (outside.Away, BadNote) as error:
        logger.warning("The outside copy of %s can't be read: %s", log.origin, error)
        return
    log.refresh_from_db()
    if note and known and known.size > log.size:
        own = Verifier.parse(vkey(log.origin))
        line = next(line for line in split_note(note)[1] if own.knows(line))
        Checkpoint.objects.get_or_create(log=log, size=known.size, defaults={"root": known.root, "line": line})


@transaction.atomic
def rotate_site(log: Log, *, at: datetime | None = None) -> Log:
    """Let the log of the site be followed by another, which lists every letter's checkpoint anew."""
    following = successor(log) or open_successor(log)
    hold(log)
    close(log, at=at or timezone.now())
    Outside.objects.update(listed=0, listed_at=None)
    return following
