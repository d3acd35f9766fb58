"""Everything a moderator reads about one signature; the mail address itself never leaves the vault."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.desk.queue import whys_of
from letters.moderation.models import Case, Decision, Subject
from letters.moderation.reasons import COMPLAINTS, Reason, reason_of, reasons_for
from letters.moderation.rules import UNDO_WITHIN
from letters.moderation.wording import what_happened
from letters.signing.models import Signature
from letters.writing.drafts import Question
from petition.lib.emails import domain_of
from petition.lib.vault import unseal

State = Signature.State
Verdict = Decision.Verdict

MOST_SHOWN = 20  # decisions and reports of each kind; older ones are in the history

# What a button says, and the key that presses it.
BUTTONS: dict[str, tuple[str | Promise, str]] = {
    Verdict.RELEASE: (_("Count it"), "a"),
    Verdict.APPROVE_REASON: (_("Show the words"), "a"),
    Verdict.KEEP: (_("Keep it as it is"), "k"),
    Verdict.SHOW_NAME: (_("Show the name"), "w"),
    Verdict.RESTORE: (_("Put it back"), "a"),
    Verdict.REFUSE: (_("Do not count it"), "r"),
    Verdict.STRIKE: (_("Strike it"), "s"),
    Verdict.HIDE_NAME: (_("Hide the name"), "h"),
    Verdict.CLEAR_REASON: (_("Take the words away"), "c"),
}


@dataclass(frozen=True)
class Choice:
    """A verdict that may be taken now."""

    verdict: str
    words: str | Promise
    key: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Taken:
    """A decision as it stands on record."""

    decision: Decision
    words: str
    why: str
    may_be_undone: bool


def choices_for(signature: Signature) -> list[Choice]:
    return [
        Choice(verdict, words, key, reasons_for(verdict))
        for verdict, (words, key) in BUTTONS.items()
        if _fits(verdict, signature)
    ]


def _fits(verdict: str, signature: Signature) -> bool:
    state = signature.state
    stands = state in (State.CONFIRMED, State.HELD) and not signature.is_erased
    fits = {
        Verdict.RELEASE: state in (State.HELD, State.REFUSED) and not signature.is_erased,
        Verdict.REFUSE: state == State.HELD,
        Verdict.STRIKE: state in (State.CONFIRMED, State.HELD, State.PENDING),
        Verdict.RESTORE: state == State.STRUCK,
        Verdict.HIDE_NAME: stands and (not signature.name_hidden_at or bool(signature.reported_at)),
        Verdict.SHOW_NAME: bool(signature.name_hidden_at),
        Verdict.APPROVE_REASON: signature.reason_awaits and bool(signature.reason),
        Verdict.CLEAR_REASON: bool(signature.reason),
        Verdict.KEEP: bool(signature.reported_at),
    }
    return fits[Verdict(verdict)]


def facts_about(signature: Signature, *, person_id: int, at: datetime) -> dict[str, Any]:
    taken = decisions_on(signature, person_id=person_id, at=at)
    return {
        "signature": signature,
        "letter": signature.letter,
        "choices": choices_for(signature),
        "whys": whys_of(signature),
        "domain": domain_of(unseal(signature.address)) if signature.address else "",
        "neighbours": _neighbours(signature),
        "answers": _answers(signature),
        "cases": _cases(signature),
        "taken": taken,
        "seen": taken[0].decision.pk if taken else 0,
        "struck_for": _struck_for(signature),
    }


def decisions_on(signature: Signature, *, person_id: int, at: datetime) -> list[Taken]:
    """Newest first; the newest that stands may be taken back for a while by whoever took it."""
    decisions = Decision.objects.on(Subject.SIGNATURE, signature.pk).newest_first().select_related("by", "undone_by")
    found = list(decisions[:MOST_SHOWN])
    newest = next((decision for decision in found if decision.undone_at is None), None)
    return [_taken(decision, decision is newest and _is_undoable(decision, person_id, at)) for decision in found]


def _taken(decision: Decision, may_be_undone: bool) -> Taken:
    reason = reason_of(decision.verdict, decision.reason)
    words = what_happened(decision.kind, decision.verdict)
    return Taken(decision, words, str(reason.label) if reason else "", may_be_undone)


def _is_undoable(decision: Decision, person_id: int, at: datetime) -> bool:
    return decision.by_id == person_id and at <= decision.at + UNDO_WITHIN


def _struck_for(signature: Signature) -> str:
    reason = reason_of(Verdict.STRIKE, signature.ended_reason)
    return str(reason.words) if reason else ""


def _neighbours(signature: Signature) -> list[tuple[str, int]]:
    """How many others came from the same network, by state."""
    same = Signature.objects.of_the_same_network(signature).order_by("state")
    return list(same.values_list("state").annotate(number=Count("pk")))


def _answers(signature: Signature) -> list[tuple[str, Any]]:
    questions = Question.objects.filter(letter=signature.letter_id).order_by("rank", "id")
    return [(question.label, signature.answers[str(question.pk)]) for question in questions if _has(signature, question)]


def _has(signature: Signature, question: Question) -> bool:
    return str(question.pk) in signature.answers


def _cases(signature: Signature) -> list[tuple[Case, list[tuple[str, str, datetime]]]]:
    """The open case with all its reports first, then those that were decided."""
    cases = Case.objects.filter(signature=signature).order_by("-id").prefetch_related("complaints")[:MOST_SHOWN]
    ordered = sorted(cases, key=lambda case: case.decided_at is not None)
    return [(case, [_complaint(report) for report in case.complaints.all()]) for case in ordered]


def _complaint(report: Any) -> tuple[str, str, datetime]:
    return str(COMPLAINTS.get(report.reason, report.reason)), report.words, report.created_at
