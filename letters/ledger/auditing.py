"""A log recomputed from its entries alone and compared with every table; the first difference is named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from letters.ledger import comparing, keys
from letters.ledger.comparing import Difference, Row, Rows
from letters.ledger.entries import assemble
from letters.ledger.listed import ReplayOfTheSite
from letters.ledger.models import Log
from letters.ledger.replay import BrokenRule, Replay
from petition.lib.merkle import Frontier, leaf_hash
from petition.lib.notes import BadNote, Checkpoint, Verifier
from petition.lib.tiles import WIDTH, node_from

# Entries in memory at a time, a megabyte; whole tiles, so that each is compared when it is complete.
RUN = 10 * WIDTH

Progress = Callable[[int, int], None]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stands at one moment, while the log grows on."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def audit(log_id: int, progress: Progress = lambda done, of: None) -> Log:
    """Compare a log with its entries and return it as it was then; a Difference says what is not as it should be."""
    with one_moment():
        log = Log.objects.get(pk=log_id)
        auditor = Auditor(log)
        for first in range(0, log.size, RUN):
            end = min(first + RUN, log.size)
            auditor.read(first, end)
            progress(end, log.size)
        auditor.compare_head()
        if isinstance(auditor.replay, Replay):
            for first in range(0, log.size, RUN):
                comparing.signatures(log, auditor.replay, first, first + RUN)
        comparing.nothing_beyond(log)
    return log


class Auditor:
    """What follows from the entries read so far."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.rows = Rows(log)
        self.frontier = Frontier()
        self.replay = Replay(log.origin) if log.kind == Log.Kind.LETTER else ReplayOfTheSite()
        self.peak = 0
        self._pending: list[list[bytes]] = []
        self._verifier = Verifier.parse(keys.vkey(log.origin))
        self._checkpoint(self.rows.checkpoints(-1, 0))

    def read(self, first: int, end: int) -> None:
        """Read on to `end`, and compare all that these entries decide."""
        bodies = self._bodies(first, end)
        operations = self.rows.operations(first, end)
        for index, body in enumerate(bodies, start=first):
            self._compare_operation(index, body, operations.get(index))
        leaves = [leaf_hash(body) for body in bodies]
        self._tiles(first, leaves)
        self._grow(leaves, self.rows.checkpoints(first, end))

    def compare_head(self) -> None:
        log, replay = self.log, self.replay
        texts = replay.texts if isinstance(replay, Replay) else []
        expected = {
            "root": self.frontier.root(),
            "frontier": self.frontier.to_bytes(),
            "signed": replay.tally.signed,
            "withdrawn": replay.tally.withdrawn,
            "struck": replay.tally.struck,
            "count": replay.tally.count,
            "peak": self.peak,
            "time": replay.time,
            "text": texts[-1] if texts else None,
            "text_number": len(texts),
        }
        for column, value in expected.items():
            found = getattr(log, column)
            found = bytes(found) if isinstance(found, memoryview) else found
            comparing.demand_same(log, f"the head's {column}", value, found)

    def _bodies(self, first: int, end: int) -> list[bytes]:
        rows = self.rows.entries(first, end)
        if len(rows) < end - first:
            missing = next(index for index in range(first, end) if index not in rows)
            raise Difference(f"{self.log.origin}: entry {missing} is missing, though the head counts {self.log.size}")
        return list(rows.values())

    def _compare_operation(self, index: int, body: bytes, row: Row | None) -> None:
        """An entry must be allowed, and be what its operation asked for."""
        try:
            entry = self.replay.take(body)
        except BrokenRule as broken:
            raise Difference(f"{self.log.origin}: {broken}; there is {body!r}") from broken
        self.peak = max(self.peak, entry.tally.count)
        if row is None:
            raise Difference(f"{self.log.origin}: no operation has the index {index}, though the log has an entry")
        kind, of, facts, number = row
        asked = assemble(kind, of, facts, entry.time, entry.tally) if kind != "checkpoint" else facts.encode()
        if asked != body:
            raise Difference(f"{self.log.origin}: entry {index} should be {asked!r}, as was asked for; it is {body!r}")
        if number != entry.tally.signed:
            raise Difference(
                f"{self.log.origin}: the operation of entry {index} has the number {number}, not {entry.tally.signed}"
            )

    def _tiles(self, first: int, leaves: list[bytes]) -> None:
        stored = self.rows.tiles(first // WIDTH, (first + len(leaves)) // WIDTH)
        for at in range(0, len(leaves) - WIDTH + 1, WIDTH):
            self._tile(0, (first + at) // WIDTH, leaves[at : at + WIDTH], stored.get((first + at) // WIDTH))

    def _tile(self, level: int, number: int, hashes: list[bytes], stored: tuple[bytes, bytes] | None) -> None:
        """Compare a full tile, each byte of it, and then the one above that it may fill."""
        root = node_from(hashes)
        if stored is None:
            raise Difference(f"{self.log.origin}: tile {level}/{number} is full and not there")
        comparing.demand_same(self.log, f"tile {level}/{number}", b"".join(hashes), stored[0])
        comparing.demand_same(self.log, f"the root of tile {level}/{number}", root, stored[1])
        if len(self._pending) == level:
            self._pending.append([])
        above = self._pending[level]
        above.append(root)
        if len(above) == WIDTH:
            self._pending[level] = []
            self._tile(level + 1, number // WIDTH, above, self.rows.tile(level + 1, number // WIDTH))

    def _grow(self, leaves: list[bytes], checkpoints: list[Row]) -> None:
        """Let the tree grow from checkpoint to checkpoint, so that each is compared at its own size."""
        start = self.frontier.size
        for checkpoint in checkpoints:
            done = self.frontier.size - start
            self.frontier.extend(leaves[done : checkpoint[0] - start])
            self._checkpoint([checkpoint])
        self.frontier.extend(leaves[self.frontier.size - start :])

    def _checkpoint(self, checkpoints: list[Row]) -> None:
        for size, root, line in checkpoints:
            comparing.demand_same(self.log, f"the root of checkpoint {size}", self.frontier.root(), root)
            try:
                self._verifier.verify(Checkpoint(self.log.origin, size, root).text(), line)
            except BadNote as error:
                raise Difference(f"{self.log.origin}: the signature of checkpoint {size} is not the log's") from error
