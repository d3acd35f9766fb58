"""Builds the logs of letters whose signatures were counted before there were logs.

A letter's texts come in their order, each followed by the signatures that consented to it, in the order in which they
were confirmed; a strike comes at its time. Who had withdrawn stays out: nothing is left to prove for them. Letters and
signatures are read and written in SQL that names its columns, so that a migration can call this.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from django.db import connection, transaction

from letters.ledger.actions import Turn, forget, open_log, turn
from letters.ledger.facts import Reason
from letters.ledger.queueing import Signing
from letters.signing.cards import card_of
from petition.lib import prepared
from petition.lib.vault import unseal

# Signatures in one transaction, and so in one checkpoint: some megabytes of memory, less than a second of work.
BATCH = 5_000
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

LETTERS = "SELECT id FROM letters_letter WHERE published_at IS NOT NULL ORDER BY id"
LETTER = "SELECT id, slug, origin, published_at, log_id FROM letters_letter WHERE id = %s"
GIVE_LOG = "UPDATE letters_letter SET log_id = %s WHERE id = %s"
VERSIONS = """
    SELECT version.id, version.number, version.content_hash, version.published_at
      FROM letters_version AS version JOIN letters_log AS log ON log.id = %s
     WHERE version.letter_id = %s AND version.published_at IS NOT NULL AND version.number >= log.text_number
     ORDER BY version.number
"""
TEXT_NUMBER = "SELECT text_number FROM letters_log WHERE id = %s"
# Two lists, because each has an index; the first is nearly all.
UNWRITTEN = """
    SELECT id, state, name, display, title, affiliation, city, country, address, confirmed_at, ended_at, ended_reason
      FROM letters_signature
     WHERE letter_id = %(letter)s AND version_id = %(version)s AND operation_id IS NULL
       AND (confirmed_at, id) > (%(at)s, %(id)s) AND
"""
CONFIRMED = f"({UNWRITTEN} state = 'confirmed' ORDER BY confirmed_at, id LIMIT {BATCH})"
# Who was struck before being counted is in no sum, and gets no entry.
STRUCK = f"({UNWRITTEN} state = 'struck' AND number IS NOT NULL ORDER BY confirmed_at, id LIMIT {BATCH})"
EITHER = f"{CONFIRMED} UNION ALL {STRUCK} ORDER BY confirmed_at, id LIMIT {BATCH}"
GIVE_OPERATIONS = """
    UPDATE letters_signature AS signature SET operation_id = one.operation_id
      FROM unnest(%(ids)b::bigint[], %(operations)b::bigint[]) AS one (id, operation_id) WHERE signature.id = one.id
"""
# Those whose run was killed between their signing and their strike.
TO_STRIKE = """
    SELECT signature.ended_at, operation.id, signature.ended_reason
      FROM letters_signature AS signature JOIN letters_operation AS operation ON operation.id = signature.operation_id
     WHERE signature.letter_id = %s AND signature.state = 'struck' AND operation.standing = 'live'
"""
# What these letters had reached they were told of as they reached it.
TOLD = """
    UPDATE letters_letter AS letter SET told_up_to = log.peak FROM letters_log AS log
     WHERE log.id = letter.log_id AND letter.id = %s AND letter.told_up_to < log.peak
"""


class Letter(NamedTuple):
    id: int
    slug: str
    origin: str
    published_at: datetime
    log_id: int | None


class Version(NamedTuple):
    id: int
    number: int
    content_hash: str
    published_at: datetime


class Row(NamedTuple):
    """A counted signature, as far as the log needs it."""

    id: int
    state: str
    name: str
    display: str
    title: str
    affiliation: str
    city: str
    country: str
    address: bytes | None
    confirmed_at: datetime
    ended_at: datetime | None
    ended_reason: str


class Strike(NamedTuple):
    """One that is due; they are few, so all of a letter's are kept in memory."""

    at: datetime
    operation_id: int
    reason: str


def move_all(says: Callable[[str], None] = print) -> None:
    """Build every log; one that an earlier run has built is found finished by a few queries."""
    for (letter_id,) in _ask(LETTERS):
        move(letter_id, says=says)


def move(letter_id: int, *, says: Callable[[str], None] = print, with_struck: bool = True) -> None:
    """Build the log of one letter, or what is missing of it; after that everybody in force is in it, once.

    Struck ones can be told from those never counted only as long as signatures have numbers of their own.
    """
    (row,) = _ask(LETTER, [letter_id])
    _Move(Letter(*row), says, with_struck=with_struck).run()


class _Move:
    """One letter on its way into its log."""

    def __init__(self, letter: Letter, says: Callable[[str], None], *, with_struck: bool) -> None:
        self.letter, self.says = letter, says
        self.unwritten = EITHER if with_struck else CONFIRMED
        self.log_id = letter.log_id or _open(letter)
        self.strikes = [Strike(*row) for row in _ask(TO_STRIKE, [letter.id])]
        self.written = 0
        heapify(self.strikes)

    def run(self) -> None:
        versions = [Version(*row) for row in _ask(VERSIONS, [self.log_id, self.letter.id])]
        for version, following in zip(versions, [*versions[1:], None], strict=True):
            self._publish(version)
            for rows in self._batches(version):
                self._write(version, rows)
            with turn() as its:
                self._strike(its, before=following and following.published_at)
        _do(TOLD, [self.letter.id])

    def _publish(self, version: Version) -> None:
        (number,) = _ask(TEXT_NUMBER, [self.log_id])[0]
        if number < version.number:
            with turn() as its:
                at, sha256 = version.published_at, bytes.fromhex(version.content_hash)
                its.text(self.log_id, number=version.number, sha256=sha256, at=at)

    def _batches(self, version: Version) -> Iterator[list[Row]]:
        """What consented to a version and has no entry yet, a batch at a time in the order of confirming."""
        place = {"letter": self.letter.id, "version": version.id, "at": EARLIEST, "id": 0}
        while rows := [Row(*row) for row in _ask(self.unwritten, place)]:
            yield rows
            place |= {"at": rows[-1].confirmed_at, "id": rows[-1].id}

    def _write(self, version: Version, rows: list[Row]) -> None:
        """Write signatures and the strikes among them in one transaction."""
        run: list[Row] = []
        with turn() as its:
            for row in rows:
                if self.strikes and self.strikes[0].at <= row.confirmed_at:
                    self._sign(its, version, run)
                    self._strike(its, before=row.confirmed_at)
                run.append(row)
                if row.state == "struck":
                    self._sign(its, version, run)
            self._sign(its, version, run)
        self.written += len(rows)
        self.says(f"{self.letter.slug}: {self.written:,} signatures moved into the log")

    def _sign(self, its: Turn, version: Version, run: list[Row]) -> None:
        """Write a run of signatures, and leave it empty."""
        if not run:
            return
        signings = [Signing(row.id, card_of(row), address_of(row.address), row.confirmed_at) for row in run]
        operations = its.sign_many(self.log_id, bytes.fromhex(version.content_hash), signings)
        with prepared.cursor() as cursor:
            cursor.execute(GIVE_OPERATIONS, {"ids": [row.id for row in run], "operations": operations})
        for row, operation in zip(run, operations, strict=True):
            if row.address is None:
                forget(operation)
            if row.state == "struck":
                heappush(self.strikes, Strike(row.ended_at or row.confirmed_at, operation, row.ended_reason))
        run.clear()

    def _strike(self, its: Turn, *, before: datetime | None) -> None:
        """Write the strikes that are due by a moment, or all that are left."""
        while self.strikes and (before is None or self.strikes[0].at <= before):
            at, operation, reason = heappop(self.strikes)
            its.strike(self.log_id, of=operation, reason=Reason(reason), at=at)


@transaction.atomic
def _open(letter: Letter) -> int:
    log = open_log(letter.origin, at=letter.published_at)
    _do(GIVE_LOG, [log.pk, letter.id])
    return log.pk


def address_of(sealed: bytes | memoryview | None) -> str:
    """Whom an entry commits to; after an erasure nobody, by an address that nobody has and nobody can guess."""
    return unseal(sealed) if sealed is not None else f"{secrets.token_hex(32)}@erased.invalid"


def _ask(question: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _do(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
