"""The rows of a log as an audit reads them, run by run in the order of the entries, and what they must agree with."""

from typing import Any

from django.db import connection
from django.db.models import Min

from letters.ledger import commitments
from letters.ledger.models import Checkpoint, Cosignature, Entry, Log, Operation, Tile
from letters.ledger.replay import Replay
from petition.lib.canonical import to_base64
from petition.lib.merkle import HASH_BYTES
from petition.lib.tiles import WIDTH

Row = tuple[Any, ...]

ENTRIES = "SELECT index, body FROM letters_entry WHERE log_id = %s AND index >= %s AND index < %s ORDER BY index"
# Targets are looked up one by one, because few operations have one: joined, all operations are read for every run.
OPERATIONS = """
    SELECT index, kind,
           CASE WHEN of_id IS NOT NULL
                THEN (SELECT target.index FROM letters_operation AS target WHERE target.id = operation.of_id) END,
           facts, number
      FROM letters_operation AS operation
     WHERE log_id = %s AND index >= %s AND index < %s
"""
TILES = (
    "SELECT number, hashes, root FROM letters_tile WHERE log_id = %s AND level = %s AND number >= %s AND number < %s"
)
CHECKPOINTS = """
    SELECT size, root, line FROM letters_checkpoint WHERE log_id = %s AND size > %s AND size <= %s ORDER BY size
"""
# What waits has changed these rows already and has no entry yet; a later audit sees both.
SIGNATURES = """
    SELECT signing.id, signing.index, signing.standing, signing.facts
      FROM letters_operation AS signing
     WHERE signing.log_id = %s AND signing.index >= %s AND signing.index < %s AND signing.kind = 'sign'
       AND NOT EXISTS (SELECT FROM letters_operation AS waiting
                        WHERE waiting.of_id = signing.id AND waiting.index IS NULL)
     ORDER BY signing.index
"""
# By number: joined, they would be read from end to end for every run.
OPENINGS = """
    SELECT operation_id, latest_id, is_public, salt, card, mail, control
      FROM letters_opening WHERE operation_id = ANY(%s)
"""
FACTS = "SELECT id, facts FROM letters_operation WHERE id = ANY(%s)"


class Difference(Exception):
    """What was expected, where, and what is there instead."""


class Rows:
    """The tables of one log."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def entries(self, first: int, end: int) -> dict[int, bytes]:
        return {index: bytes(body) for index, body in _fetched(ENTRIES, self._log.pk, first, end)}

    def operations(self, first: int, end: int) -> dict[int, Row]:
        """Kind, target's index, facts and number by index."""
        return {row[0]: row[1:] for row in _fetched(OPERATIONS, self._log.pk, first, end)}

    def tiles(self, first: int, end: int, *, level: int = 0) -> dict[int, tuple[bytes, bytes]]:
        """Hashes and root of full tiles by number."""
        rows = _fetched(TILES, self._log.pk, level, first, end)
        return {number: (bytes(hashes), bytes(root)) for number, hashes, root in rows}

    def tile(self, level: int, number: int) -> tuple[bytes, bytes] | None:
        return self.tiles(number, number + 1, level=level).get(number)

    def checkpoints(self, after: int, upto: int) -> list[Row]:
        return [(size, bytes(root), line) for size, root, line in _fetched(CHECKPOINTS, self._log.pk, after, upto)]


def demand_same(log: Log, what: str, expected: object, found: object) -> None:
    if expected != found:
        raise Difference(
            f"{log.origin}: {what} should be {_written(expected, found)}; it is {_written(found, expected)}"
        )


def signatures(log: Log, replay: Replay, first: int, end: int) -> None:
    """What is known of each signature agrees with its entries: whether it stands, and what opens it."""
    rows = _fetched(SIGNATURES, log.pk, first, end)
    facts = {signing: said for signing, _, _, said in rows}
    openings = {row[0]: row[1:] for row in _fetched(OPENINGS, list(facts))}
    facts |= dict(_fetched(FACTS, [latest for signing, (latest, *_) in openings.items() if latest != signing]))
    for signing, index, standing, _ in rows:
        if standing != replay.standing(index):
            demand_same(log, f"the standing of signature {index}", replay.standing(index), standing)
        if signing in openings:
            latest, *opening = openings[signing]
            _compare_opening(log, replay, index, facts[latest], opening)


def nothing_beyond(log: Log) -> None:
    """The head knows all there is."""
    for what, rows in (("entry", Entry.objects), ("operation", Operation.objects)):
        beyond = rows.filter(log=log, index__gte=log.size).aggregate(first=Min("index"))["first"]
        if beyond is not None:
            raise Difference(f"{log.origin}: there is {what} {beyond}, though the head counts {log.size} entries")
    sizes = Checkpoint.objects.filter(log=log)
    # A log that lost entries was closed, and names the last checkpoint that anybody was shown.
    if log.closed_at is None and sizes.filter(size__gt=log.size).exists():
        raise Difference(f"{log.origin}: a checkpoint is larger than the head's {log.size} entries")
    if not sizes.filter(size=log.size).exists():
        raise Difference(f"{log.origin}: no checkpoint was signed for its {log.size} entries")
    seen = Cosignature.objects.filter(log=log).exclude(size__in=sizes.values("size")).first()
    if seen is not None:
        raise Difference(f"{log.origin}: {seen.witness} cosigned the size {seen.size}, which has no checkpoint")
    tiles = sum(log.size // WIDTH**level for level in range(1, 8))
    demand_same(log, "the number of full tiles", tiles, Tile.objects.filter(log=log).count())


def _compare_opening(log: Log, replay: Replay, index: int, facts: str, opening: list[Any]) -> None:
    is_public, salt, card, mail, control = opening
    commit = commitments.commit(commitments.card_hash(salt, card), mail, control)
    shown = f"card {'public' if is_public else 'private'}\ncommit {to_base64(commit)}\n"
    if not facts.endswith(shown) or is_public != bool(card):
        raise Difference(f"{log.origin}: the opening of signature {index} does not open what its entry committed to")
    standing = replay.standing(index)
    if standing == "live" and not replay.shows(index, commit):
        raise Difference(f"{log.origin}: the opening of signature {index} opens an older entry than its newest")
    if standing == "withdrawn":
        raise Difference(f"{log.origin}: signature {index} was withdrawn, and what opens it is still there")


def _fetched(statement: str, *asked: int | list[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows: list[Row] = cursor.fetchall()
        return rows


def _written(value: object, other: object) -> str:
    """A value in a sentence; of long ones, the place where they part."""
    if not isinstance(value, bytes):
        return repr(value)
    if len(value) <= HASH_BYTES or not isinstance(other, bytes):
        return to_base64(value)
    at = next((at for at, (one, two) in enumerate(zip(value, other, strict=False)) if one != two), len(other))
    start = at - at % HASH_BYTES
    return f"{to_base64(value[start : start + HASH_BYTES])} at byte {start}"
