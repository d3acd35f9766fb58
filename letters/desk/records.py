"""Decisions as the desk shows them, and which of them may still be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from letters.moderation.models import Decision, Subject
from letters.moderation.queries import DecisionQuerySet
from letters.moderation.reasons import reason_of
from letters.moderation.rules import UNDO_WITHIN
from letters.moderation.wording import what_happened
from letters.writing.drafts import Submission
from petition.lib.numbers import number_in

MOST_SHOWN = 20  # older ones are in the history
PAGES = {
    Subject.SUBMISSION: "desk:submission",
    Subject.LETTER: "desk:letter",
    Subject.CASE: "desk:case",
    Subject.SIGNATURE: "desk:signature",
}


@dataclass(frozen=True)
class Taken:
    decision: Decision
    words: str
    why: str
    may_be_undone: bool


def address_of(decision: Decision) -> str:
    """Where the desk shows what was decided about."""
    return reverse(PAGES[Subject(decision.kind)], args=[decision.subject_id])


def taken(decisions: Iterable[Decision], *, person: User, at: datetime) -> list[Taken]:
    return [_taken(decision, person, at) for decision in decisions]


def on_record(decisions: DecisionQuerySet, most: int = MOST_SHOWN) -> DecisionQuerySet:
    return decisions.newest_first().select_related("by", "letter__current")[:most]


def just_now(number: str, *, person: User, at: datetime) -> Taken | None:
    """The decision that led here, for as long as its own moderator might take it back, if it were such a one."""
    mine = Decision.objects.filter(pk=number_in(number) or 0, by=person).standing()
    newest = mine.select_related("letter__current").first()
    found = _taken(newest, person, at) if newest else None
    return found if found and _is_recent(found.decision, at) else None


def _taken(decision: Decision, person: User, at: datetime) -> Taken:
    reason = reason_of(decision.verdict, decision.reason)
    return Taken(
        decision,
        what_happened(decision.kind, decision.verdict),
        str(reason.label) if reason else "",
        may_be_undone=_is_recent(decision, at) and decision.by_id == person.pk and not _is_settled(decision),
    )


def _is_recent(decision: Decision, at: datetime) -> bool:
    return decision.undone_at is None and at <= decision.at + UNDO_WITHIN


def _is_settled(decision: Decision) -> bool:
    """Whether what it led to can't be taken back: something public, or an appeal that another moderator let succeed."""
    if decision.before.get("is_final"):
        return True
    appealed = Submission.objects.filter(letter=decision.letter_id, kind=Submission.Kind.APPEAL)
    won = appealed.filter(outcome=Submission.Outcome.APPROVED, decided_at__gte=decision.at)
    return decision.verdict in (Decision.Verdict.REJECT, Decision.Verdict.TAKE_DOWN) and won.exists()
