"""What waits at the desk, queue by queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Act
from letters.moderation.models import Case
from letters.moderation.queries import CaseQuerySet
from letters.moderation.rules import SERVICE_TIME
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from letters.writing.queries import LetterQuerySet, SubmissionQuerySet

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


def submissions_for(person: User) -> SubmissionQuerySet:
    """What this moderator may decide: nothing of their own team, and no appeal against a decision of theirs."""
    others = Submission.objects.awaiting().filter(Q(not_for=None) | ~Q(not_for=person))
    return others.exclude(letter__in=_of_their_teams(person))


def signatures_for(person: User) -> SignatureQuerySet:
    return Signature.objects.awaiting_a_look().exclude(letter__in=_of_their_teams(person))


def cases_for(person: User) -> CaseQuerySet:
    return Case.objects.awaiting().on_letters().exclude(letter__in=_of_their_teams(person))


def queues(person: User | None = None) -> list[Queue]:
    """What waits for this moderator; without one, whatever waits for anybody."""
    submissions = submissions_for(person) if person else Submission.objects.awaiting()
    signatures = signatures_for(person) if person else Signature.objects.awaiting_a_look()
    cases = cases_for(person) if person else Case.objects.awaiting().on_letters()
    return [
        _queue("letters", submissions.oldest_first(), "at"),
        _queue("signatures", signatures.longest_waiting_first(), "awaits_since"),
        _queue("reports", cases.oldest_first(), "opened_at"),
    ]


def _of_their_teams(person: User) -> LetterQuerySet:
    """Few beside all that wait: they are read first, and the queue still comes in the order of its index."""
    return Letter.objects.where_may(person, Act.READ)


def _queue(name: str, rows: QuerySet[Any], since: str) -> Queue:
    """In the order of its index, of which as much is read as is counted."""
    number = rows.values("pk")[: COUNTED_UP_TO + 1].count()
    return Queue(name, number, rows.values_list(since, flat=True).first() if number else None)
