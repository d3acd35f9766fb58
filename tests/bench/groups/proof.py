"""Proofs that random entries are in a log, from its tiles in PostgreSQL: ten million entries beside one.

In process, without HTTP; each proof must lead to the log's root. Writing the two logs takes some minutes.
"""

import random
import time
from collections.abc import Iterator

from letters.ledger import reading
from letters.ledger.models import Log
from petition.lib.merkle import leaf_hash, verify_inclusion
from tests.bench import crowd, logs
from tests.bench.bench import Bench
from tests.bench.load import Measured, middle
from tests.bench.table import Row

FEW, MANY = 1_000_000, 10_000_000
ROUNDS = 7
PROOFS = 500
MOST_MILLISECONDS = 10
MOST_TIMES_SLOWER = 2


def measure(_: Bench) -> Iterator[Row]:
    few, many = _alternate([logs.log_of(size) for size in (FEW, MANY)])
    share, goal = few.p95 / MOST_MILLISECONDS, f"p95 ≤ {MOST_MILLISECONDS} ms"
    yield Row(f"inclusion proof, {FEW:,} entries", few.rate, few.p50, few.p95, share, goal, share <= 1)
    times, goal = many.p95 / few.p95, f"≤ {MOST_TIMES_SLOWER} × {FEW:,} entries"
    yield Row(
        f"inclusion proof, {MANY:,} entries", many.rate, many.p50, many.p95, times, goal, times <= MOST_TIMES_SLOWER
    )


def _alternate(measured: list[Log]) -> list[Measured]:
    crowd.tidy()
    rounds = [[_round(log) for log in measured] for _ in range(ROUNDS)]
    return [middle(list(found)) for found in zip(*rounds, strict=True)]


def _round(log: Log) -> Measured:
    times = sorted(_proved(log, random.randrange(log.size)) for _ in range(PROOFS))
    return Measured(PROOFS, PROOFS * 1000 / sum(times), times[PROOFS // 2], times[PROOFS * 95 // 100])


def _proved(log: Log, index: int) -> float:
    """Milliseconds that the proof took."""
    started = time.perf_counter()
    proof = reading.inclusion(log, index, log.size)
    took = time.perf_counter() - started
    (entry,) = reading.entries(log.pk, index, index + 1)
    verify_inclusion(leaf_hash(entry), index, log.size, proof, bytes(log.root))
    return took * 1000
