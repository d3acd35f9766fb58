"""Entries that count although this database does not know whose they are: they came back from a copy of the log."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from letters.ledger.models import Log, Operation
from letters.signing.models import Signature

LEFT_OUT = """\
Counted entries of {origin} that were not entered anew: {many:,}. This database does not know whose they are, so the
number is lower by as many. Their receipts hold against the old log; ask these signers, on the letter's page, to sign
again."""


def counted_of_nobody(log: Log) -> int:
    """How many entries count in a log without a signature here."""
    owners = Signature.objects.filter(operation=OuterRef("pk"))
    counted = Operation.objects.filter(log=log, kind="sign", standing=Operation.Standing.LIVE, index__isnull=False)
    return counted.filter(~Exists(owners)).count()


def tell_left_out(log: Log, many: int, says: Callable[[str], None]) -> None:
    """Say after a rotation that the number fell, and why."""
    if many:
        says(LEFT_OUT.format(origin=log.origin, many=many))
