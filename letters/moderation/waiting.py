"""What waits at the desk, queue by queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from letters.moderation.models import Case
from letters.moderation.rules import SERVICE_TIME
from letters.signing.models import Signature
from letters.writing.drafts import Submission

# Nobody needs to know which of two large numbers it is, and counting to it would cost more than the page.
COUNTED_UP_TO = 1_000


@dataclass(frozen=True)
class Queue:
    name: str
    number: int
    oldest: datetime | None

    @property
    def is_more(self) -> bool:
        return self.number > COUNTED_UP_TO

    @property
    def shown(self) -> int:
        return min(self.number, COUNTED_UP_TO)

    def is_late(self, at: datetime) -> bool:
        return self.oldest is not None and at - self.oldest > SERVICE_TIME


def queues() -> list[Queue]:
    submissions = Submission.objects.awaiting().oldest_first()
    signatures = Signature.objects.filter(awaits_since__isnull=False).order_by("awaits_since", "id")
    cases = Case.objects.awaiting().on_letters().oldest_first()
    return [
        _queue("letters", submissions, "at"),
        _queue("signatures", signatures, "awaits_since"),
        _queue("reports", cases, "opened_at"),
    ]


def _queue(name: str, rows: QuerySet[Any], since: str) -> Queue:
    """In the order of its index, of which as much is read as is counted."""
    number = rows.values("pk")[: COUNTED_UP_TO + 1].count()
    return Queue(name, number, rows.values_list(since, flat=True).first() if number else None)
