"""Carrying checkpoints, tiles and bundles of entries out of the database, in the layout in which they are served.

Nothing that may have to be erased goes there: no opening, no name, no address, no text. A round writes new tiles first
and the checkpoint over them last, so that a copy cut short anywhere is that of an earlier moment.
"""

import logging
from collections.abc import Iterator

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, Q

from letters.ledger import guarding, locks, outside, reading
from letters.ledger.keys import vkey
from letters.ledger.models import Log, Objection, Operation, Outside
from letters.ledger.queries import LogQuerySet
from petition.lib import notes
from petition.lib.sweeping import sweep_each
from petition.lib.tiles import ENTRIES, WIDTH, Tile, path_of

logger = logging.getLogger(__name__)


def copy_news() -> int:
    """Carry out what has been added since the last round; how many logs that concerned."""
    storage = outside.place()
    return _carry(storage, _with_news()) if storage else 0


def look_over() -> int:
    """Compare every log with its copy and mend the copy, also where this database believes that there is no news."""
    storage = outside.place()
    return _carry(storage, Log.objects.order_by("id")) if storage else 0


def _with_news() -> LogQuerySet:
    """Logs that grew since they were copied, that the copy objects to (it may agree by now), or that stand still:
    the copy may be the reason, and then everybody shall know it."""
    objected = Objection.objects.filter(by=guarding.COPY).values("log_id")
    still = Operation.objects.waiting().order_by().values("log_id")
    news = Q(outside=None) | Q(size__gt=F("outside__copied")) | Q(pk__in=objected) | Q(pk__in=still)
    return Log.objects.filter(news).order_by("id")


def _carry(storage: Storage, logs: LogQuerySet) -> int:
    """The first file that can't be written ends the round: the next one comes in seconds, and this one may be slow."""
    is_away = False

    def carry(log_id: int) -> bool:
        nonlocal is_away
        try:
            return not is_away and copy(Log.objects.get(pk=log_id), storage)
        except outside.Away as error:
            logger.error("The outside copy is away: %s", error)
            is_away = True
            return False

    return sweep_each(list(logs.values_list("pk", flat=True)), carry, what="copy log")


@transaction.atomic
def copy(log: Log, storage: Storage) -> bool:
    """Bring the copy of a log up to its newest checkpoint, unless somebody is at it or the copy is not of this log."""
    if not locks.carry(log.pk):
        return False
    held = _held(log, storage)
    log.refresh_from_db()  # after the copy was read, so that the copy can't be ahead of what is compared with it
    if held and not guarding.is_ours(log.pk, held, log.size):
        return _differs(log, held.size)
    guarding.agree(log, by=guarding.COPY)
    if held is None or held.size < log.size:
        _extend(log, storage, held.size if held else 0)
    _carry_cosigned(log, storage)
    Outside.objects.update_or_create(log=log, defaults={"copied": log.size})
    return True


def _differs(log: Log, known: int) -> bool:
    """Object, unless another log follows already; then the copy alone keeps what was lost here."""
    if log.closed_at is None:
        guarding.object_to(log, by=guarding.COPY, known=known)
        return False
    guarding.agree(log, by=guarding.COPY)
    Outside.objects.update_or_create(log=log, defaults={"copied": log.size})
    return False


def _held(log: Log, storage: Storage) -> notes.Checkpoint | None:
    """The copy's checkpoint; one that our key did not sign is worth nothing, and is written anew."""
    try:
        return outside.newest(storage, log.origin)
    except notes.BadNote as error:
        logger.error("The outside copy of %s is spoiled and is made anew: %s", log.origin, error)
        return None


def _extend(log: Log, storage: Storage, old: int) -> None:
    for tile in grown(old, log.size):
        data = reading.tile(log, tile)
        if data is None:
            raise ValueError(f"{log.origin} has no {path_of(tile)}")
        _write(log, storage, path_of(tile), data)
    _write(log, storage, outside.VKEY, f"{vkey(log.origin)}\n".encode())
    _write(log, storage, outside.CHECKPOINT, reading.checkpoint_note(log).encode())
    for tile in outgrown(old, log.size):
        outside.erase(storage, outside.name_of(log.origin, path_of(tile)))


def _carry_cosigned(log: Log, storage: Storage) -> None:
    """The newest checkpoint that a witness has signed stands beside the newest of all."""
    size = reading.newest_cosigned(log)
    note = b"" if size is None else reading.checkpoint_note(log, size).encode()
    if note and note != outside.read(storage, outside.name_of(log.origin, outside.COSIGNED)):
        _write(log, storage, outside.COSIGNED, note)


def _write(log: Log, storage: Storage, file: str, data: bytes) -> None:
    outside.write(storage, outside.name_of(log.origin, file), data)


def grown(old: int, new: int) -> Iterator[Tile]:
    """The tiles and bundles that a log of one size lacks at another, those on its right edge among them."""
    for level, before, after in _levels(old, new):
        for number in range(before // WIDTH, -(-after // WIDTH)):
            yield Tile(level, number, min(WIDTH, after - number * WIDTH))


def outgrown(old: int, new: int) -> Iterator[Tile]:
    """Those on the right edge of the old size: each is a prefix of one that has been written since."""
    for level, before, _ in _levels(old, new):
        if before % WIDTH:
            yield Tile(level, before // WIDTH, before % WIDTH)


def _levels(old: int, new: int) -> Iterator[tuple[int, int, int]]:
    """Each level that grows, with how many hashes or entries it has at both sizes."""
    if new > old:
        yield ENTRIES, old, new
    level = 0
    while new > old:
        yield level, old, new
        level, old, new = level + 1, old // WIDTH, new // WIDTH
