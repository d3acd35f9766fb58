"""Giving waiting operations their place in a log, many in one transaction, by whoever has the turn."""

from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from letters.ledger import guarding, heads, tiling
from letters.ledger.entries import assemble, hour_of
from letters.ledger.heads import Head
from letters.ledger.keys import signer
from petition.lib import prepared
from petition.lib.merkle import leaf_hash
from petition.lib.notes import Checkpoint

# Operations sequenced in one statement: some megabytes of memory, a fraction of a second.
MOST_AT_ONCE = 5_000

# Targets are looked up one by one: joined, a table that has just grown is taken for empty and read whole for each row.
WAITING = """
    SELECT id, kind, of_id,
           CASE WHEN of_id IS NOT NULL
                THEN (SELECT target.index FROM letters_operation AS target WHERE target.id = operation.of_id) END,
           facts, at
      FROM letters_operation AS operation
     WHERE log_id = %s AND index IS NULL
     ORDER BY id LIMIT %s
"""
# Its values travel as the database keeps them (%b): spelled out, thousands of entries cost more than making them.
PLACE = """
    WITH placed AS (
        UPDATE letters_operation AS operation SET index = place.index, number = place.number
          FROM unnest(%(ids)b::bigint[], %(indexes)b::bigint[], %(numbers)b::int[]) AS place (id, index, number)
         WHERE operation.id = place.id
    ), written AS (
        INSERT INTO letters_entry (log_id, index, body)
        SELECT %(log)b, index, body FROM unnest(%(indexes)b::bigint[], %(bodies)b::bytea[]) AS entry (index, body)
    ), shown AS (
        INSERT INTO letters_checkpoint (log_id, size, root, line, at)
        VALUES (%(log)b, %(size)b, %(root)b, %(line)b, clock_timestamp())
    )
    UPDATE letters_log
       SET size = %(size)b, root = %(root)b, frontier = %(frontier)b, time = %(time)b,
           text = %(text)b, text_number = %(text_number)b,
           signed = %(signed)b, withdrawn = %(withdrawn)b, struck = %(struck)b, peak = %(peak)b
     WHERE id = %(log)b
"""


class Waiting(NamedTuple):
    """An operation without its place, as the database answers."""

    id: int
    kind: str
    of_id: int | None
    of: int | None  # the target's index; None while the target waits, too
    facts: str
    at: Any


def drain(log_id: int) -> int:
    """Sequence what waits, inside a transaction that has the turn; how many operations that were.

    Raises guarding.WentBack, before anything is written, where more entries are known than this database has.
    """
    drained = 0
    while batch := _waiting(log_id):
        head = heads.locked(log_id)
        guarding.check(log_id, head.origin, head.size)
        _sequence(head, batch)
        transaction.on_commit(partial(guarding.remember, log_id, head.origin, head.size))
        drained += len(batch)
        if len(batch) < MOST_AT_ONCE:
            break
    return drained


def _waiting(log_id: int) -> list[Waiting]:
    with prepared.cursor() as cursor:
        cursor.execute(WAITING, [log_id, MOST_AT_ONCE])
        return [Waiting(*row) for row in cursor.fetchall()]


def _sequence(head: Head, batch: list[Waiting]) -> None:
    first, indexes = head.size, {}
    bodies, numbers = [], []
    for index, operation in enumerate(batch, start=first):
        indexes[operation.id] = index
        bodies.append(_entry(head, operation, indexes))
        numbers.append(head.tally.signed)
    leaves = [leaf_hash(body) for body in bodies]
    head.frontier.extend(leaves)
    tiling.write_full_tiles(head.log_id, first, leaves)
    _place(head, list(indexes), list(indexes.values()), numbers, bodies)


def _entry(head: Head, operation: Waiting, indexes: dict[int, int]) -> bytes:
    """The entry of an operation, after moving the head as it says."""
    if head.is_of_the_site:
        return operation.facts.encode()
    head.move(operation.kind, operation.facts, hour_of(operation.at))
    of = operation.of
    if of is None and operation.of_id is not None:
        of = indexes[operation.of_id]
    return assemble(operation.kind, of, operation.facts, head.time, head.tally)


def _place(head: Head, ids: list[int], indexes: list[int], numbers: list[int], bodies: list[bytes]) -> None:
    checkpoint = Checkpoint(head.origin, head.size, head.frontier.root())
    written = {"ids": ids, "indexes": indexes, "numbers": numbers, "bodies": bodies}
    line = signer(head.origin).sign(checkpoint.text())
    with prepared.cursor() as cursor:
        cursor.execute(PLACE, head.columns() | written | {"root": checkpoint.root, "line": line})
