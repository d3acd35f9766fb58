"""Bringing entries back that a restored database lacks, from a copy that lies outside.

Nothing of a copy is believed but what the log's own key has signed and what continues the entries that are here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from letters.ledger import heads, keys, locks, reading, tiling
from letters.ledger.entries import Entry as Parsed
from letters.ledger.entries import facts_of, target_of
from letters.ledger.heads import Head
from letters.ledger.models import Checkpoint, Entry, Log, Opening, Operation
from letters.ledger.replay import BrokenRule, Replay
from petition.lib import notes
from petition.lib.merkle import leaf_hash
from petition.lib.notes import BadNote, Verifier
from petition.lib.tiles import ENTRIES, WIDTH, Tile, path_of, split_bundle

# Entries read, checked and written together.
RUN = 20 * WIDTH
PATIENCE_MS = 60_000


class BadCopy(Exception):
    """The copy is not this log's, or not what its key has signed."""


@dataclass
class Imported:
    """What came back, and what no copy can bring back."""

    first: int
    end: int
    signings: int = 0  # nobody knows any more whose they are
    closed: int = 0  # openings of older signatures that fit no longer


class Copy:
    """The files of one log in a folder, as they are served."""

    def __init__(self, folder: Path, origin: str) -> None:
        self._folder = folder
        self.note = self._read("checkpoint").decode("utf-8", "replace")
        try:
            checkpoint = notes.Checkpoint.parse(notes.open_note(self.note, Verifier.parse(keys.vkey(origin))))
        except BadNote as error:
            raise BadCopy(f"{folder}: its checkpoint is not one of {origin}: {error}") from error
        if checkpoint.origin != origin:
            raise BadCopy(f"{folder}: its checkpoint is one of {checkpoint.origin}")
        self.size, self.root = checkpoint.size, checkpoint.root

    def bundle(self, number: int) -> list[bytes]:
        width = min(WIDTH, self.size - WIDTH * number)
        path = path_of(Tile(ENTRIES, number, width))
        try:
            entries = split_bundle(self._read(path))
        except ValueError as error:
            raise BadCopy(f"{self._folder / path}: {error}") from error
        if len(entries) != width:
            raise BadCopy(f"{self._folder / path} holds {len(entries)} entries, not {width}")
        return entries

    def entries(self, first: int) -> Iterator[bytes]:
        for number in range(first // WIDTH, -(-self.size // WIDTH)):
            yield from self.bundle(number)[max(0, first - number * WIDTH) :]

    def own_line(self, origin: str) -> str:
        _, lines = notes.split_note(self.note)
        verifier = Verifier.parse(keys.vkey(origin))
        return next(line for line in lines if verifier.knows(line))

    def _read(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except OSError as error:
            raise BadCopy(f"{self._folder / path} can't be read: {error.strerror}") from error


def bring_back(log: Log, folder: Path) -> Imported:
    """Add the entries that only the copy has; a BadCopy says why it is refused, and then nothing has changed."""
    copy = Copy(folder, log.origin)
    with transaction.atomic():
        locks.wait(log.pk, PATIENCE_MS)
        head = heads.locked(log.pk)
        if copy.size <= head.size:
            _compare(log, copy, copy.size)
            return Imported(copy.size, copy.size)
        _compare(log, copy, head.size)
        return Importer(head, copy).write()


def _compare(log: Log, copy: Copy, upto: int) -> None:
    """Refuse a copy that says anything else about the entries that are here; the first one is named."""
    for first in range(0, upto, WIDTH):
        ours = reading.entries(log.pk, first, min(first + WIDTH, upto))
        for index, (one, other) in enumerate(zip(ours, copy.bundle(first // WIDTH), strict=False), start=first):
            if one != other:
                raise BadCopy(f"entry {index} is {one!r} here, and {other!r} in the copy: they are two histories")


class Importer:
    """Writes what a head lacks, entry by entry checked by the log's rules and all together by the signed root."""

    def __init__(self, head: Head, copy: Copy) -> None:
        self._head = head
        self._copy = copy
        self._done = Imported(head.size, copy.size)
        self._replay = Replay(head.origin)
        for first in range(0, head.size, RUN):
            for body in reading.entries(head.log_id, first, min(first + RUN, head.size)):
                self._replay.take(body)

    def write(self) -> Imported:
        missing: list[bytes] = []
        for body in self._copy.entries(self._head.size):
            missing.append(body)
            if len(missing) == RUN:
                self._append(missing)
                missing = []
        self._append(missing)
        if self._head.frontier.root() != self._copy.root:
            raise BadCopy("the copy's entries, added to those here, do not give the root that the log signed for")
        self._sign()
        return self._done

    def _append(self, bodies: list[bytes]) -> None:
        first = self._head.size
        for index, body in enumerate(bodies, start=first):
            try:
                entry = self._replay.take(body)
            except BrokenRule as broken:
                raise BadCopy(f"the copy breaks a rule of the log: {broken}") from broken
            self._place(index, entry)
        leaves = [leaf_hash(body) for body in bodies]
        rows = [
            Entry(log_id=self._head.log_id, index=index, body=body) for index, body in enumerate(bodies, start=first)
        ]
        tiling.write_full_tiles(self._head.log_id, first, leaves)
        Entry.objects.bulk_create(rows, batch_size=RUN)
        self._head.frontier.extend(leaves)

    def _place(self, index: int, entry: Parsed) -> None:
        """Give an entry its operation: one that waits for it since before the backup, or a new one of nobody."""
        fact, facts = entry.fact, facts_of(entry.fact)
        self._head.move(fact.kind, facts, entry.time)
        target = target_of(fact)
        of = None if target is None else Operation.objects.get(log=self._head.log_id, index=target)
        asked: dict[str, Any] = {"log_id": self._head.log_id, "kind": fact.kind, "of": of, "facts": facts}
        placed = {"index": index, "number": entry.tally.signed}
        waiting = Operation.objects.waiting().filter(**asked).first()
        if waiting is not None:
            Operation.objects.filter(pk=waiting.pk).update(**placed)
            return
        at = datetime.fromtimestamp(entry.time, UTC)
        Operation.objects.create(**asked, **placed, at=at, subject=of.subject if of else 0)
        self._done.signings += fact.kind == "sign"
        if of is not None:
            self._turn(of, target or 0, fact.kind)

    def _turn(self, of: Operation, target: int, kind: str) -> None:
        """Let the signature stand as its new entry says; what a lost change replaced opens nothing any more."""
        Operation.objects.filter(pk=of.pk).update(standing=self._replay.standing(target))
        if kind in ("edit", "withdraw"):
            closed, _ = Opening.objects.filter(pk=of.pk).delete()
            self._done.closed += closed

    def _sign(self) -> None:
        """Take over the checkpoint that was shown, rather than sign another."""
        columns = self._head.columns() | {"root": self._copy.root}
        log_id = columns.pop("log")
        Log.objects.filter(pk=log_id).update(**columns)
        line = self._copy.own_line(self._head.origin)
        Checkpoint.objects.create(log_id=log_id, size=self._copy.size, root=self._copy.root, line=line)
