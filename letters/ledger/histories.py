"""What stands round one entry: the texts of its log, what later entries did to it, and what opens it."""

from letters.ledger.entries import Entry, parse
from letters.ledger.models import Cosignature, Log, Opening, Operation
from letters.ledger.models import Entry as EntryRow
from letters.ledger.queries import OperationQuerySet

Placed = tuple[int, Entry]  # an entry behind its index


def texts(log: Log) -> list[Placed]:
    """The texts and translations of a log, as they were published."""
    published = Operation.objects.filter(log=log, kind__in=("text", "translation"), index__lt=log.size)
    return _placed(log, published)


def operation_at(log: Log, index: int) -> Operation | None:
    return Operation.objects.select_related("of").filter(log=log, index=index).first()


def changes_of(signing: Operation) -> list[Placed]:
    """What later entries did to a signature."""
    return _placed(signing.log, Operation.objects.filter(of=signing, index__isnull=False))


def opening_of(signing: Operation) -> Opening | None:
    """What opens the newest commitment of a signature, while it is shown."""
    return Opening.objects.shown().select_related("latest").filter(pk=signing.pk).first()


def newest_cosignatures(log: Log, most: int) -> list[Cosignature]:
    return list(Cosignature.objects.filter(log=log).order_by("-size", "id")[:most])


def _placed(log: Log, operations: OperationQuerySet) -> list[Placed]:
    indexes = operations.values_list("index", flat=True)
    rows = EntryRow.objects.filter(log=log, index__in=list(indexes)).order_by("index").values_list("index", "body")
    return [(index, parse(bytes(body))) for index, body in rows]
