"""Signatures that have waited for their place, sequenced by the sweep."""

import time
from collections.abc import Iterator

from django.db import transaction

from letters.ledger.actions import sequence_waiting
from letters.ledger.models import Log, Operation
from letters.ledger.queueing import Signing, queue_signings
from tests.bench import crowd, logs
from tests.bench.bench import Bench
from tests.bench.load import Failed
from tests.bench.table import Row

WAITING = 50_000
AT_ONCE = 5_000


def measure(_: Bench) -> Iterator[Row]:
    log = logs.empty_log("with-a-backlog")
    for first in range(0, WAITING, AT_ONCE):
        _queue(log, range(first, first + AT_ONCE))
    crowd.tidy()
    started = time.perf_counter()
    sequence_waiting()
    took = time.perf_counter() - started
    if waiting := Operation.objects.waiting().filter(log=log).count():
        raise Failed(f"{waiting} operations still wait.")
    yield Row(f"backlog of {WAITING:,}, sequenced in {took:.1f} s", WAITING / took)


@transaction.atomic
def _queue(log: Log, numbers: range) -> None:
    """Ask for entries without taking the turn in which they would get their place."""
    signings = [
        Signing(number, f"name Signer {number}\nrole \nplace \n", f"signer{number}@example.org", logs.AT)
        for number in numbers
    ]
    queue_signings(log.pk, logs.TEXT, signings)
