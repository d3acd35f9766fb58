"""What the public learns of the desk: how often it decided what, and why; no letter and nobody is named.

Small numbers are printed, too: each counts decisions over the whole site, and a letter that was taken down says so
itself, at its own address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count
from django.db.models.functions import TruncMonth

from letters.moderation.models import Decision, Subject
from letters.moderation.reasons import reason_of
from letters.moderation.wording import what_happened

# A year and the month that runs: who wants more has kept the page.
SPAN = timedelta(days=366)


@dataclass(frozen=True)
class Line:
    """How often one thing was decided for one reason in a month."""

    kind: str
    verdict: str
    reason: str
    number: int

    @property
    def words(self) -> str:
        return what_happened(self.kind, self.verdict)

    @property
    def why(self) -> str:
        found = reason_of(self.verdict, self.reason)
        return str(found.label) if found else ""


@dataclass(frozen=True)
class Month:
    begins: datetime
    letters: Sequence[Line]
    signatures: Sequence[Line]
    reports: Sequence[Line]


def months(at: datetime) -> list[Month]:
    """The months of the last year in which something was decided, newest first; what was undone never happened."""
    since = (at - SPAN).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    decided = Decision.objects.standing().filter(at__gte=since).annotate(month=TruncMonth("at"))
    rows = decided.values_list("month", "kind", "verdict", "reason").annotate(number=Count("id")).order_by("-month")
    return [_month(begins, [Line(*row[1:]) for row in rows]) for begins, rows in groupby(rows, key=lambda row: row[0])]


def _month(begins: datetime, lines: Sequence[Line]) -> Month:
    ordered = sorted(lines, key=lambda line: (-line.number, line.verdict, line.reason))
    return Month(
        begins,
        letters=[line for line in ordered if line.kind in (Subject.SUBMISSION, Subject.LETTER)],
        signatures=[line for line in ordered if line.kind == Subject.SIGNATURE],
        reports=[line for line in ordered if line.kind == Subject.CASE],
    )
