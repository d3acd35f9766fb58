"""Logs of many entries within seconds: queued all alike, and sequenced as the sweep does it."""

from letters.ledger.actions import settle
from letters.ledger.facts import Sign
from letters.ledger.models import Log, Operation
from tests.letters.ledger.writing import AT, TEXT

COMMIT = bytes(32)


def fill(log: Log, many: int) -> None:
    """Add so many private signatures, which nothing opens."""
    facts = Sign(TEXT, is_public=False, commit=COMMIT).facts
    queued = [Operation(log=log, subject=number, kind="sign", facts=facts, at=AT) for number in range(many)]
    Operation.objects.bulk_create(queued, batch_size=5_000)
    while Operation.objects.filter(log=log, index=None).exists():
        assert settle(log.pk, patience_ms=60_000)
