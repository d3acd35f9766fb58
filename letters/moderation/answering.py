"""Reports are answered by whatever decision is taken on what they are about, and asked again when it is undone."""

from datetime import datetime
from typing import Any

from django.db.models import F

from letters.moderation import answers
from letters.moderation.models import Case, Decision, Report, Subject
from letters.moderation.queries import CaseQuerySet
from letters.signing.models import Signature

Verdict = Decision.Verdict


def answer(decision: Decision) -> None:
    """Close the open case on what was decided, and remember which, so that undoing opens it again."""
    cases = list(_answered_by(decision).awaiting().select_for_update(no_key=True))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(decided_at=decision.at)
    answers.of_cases(cases, decision)
    facts: dict[str, Any] = {"cases": [case.pk for case in cases]} if cases else {}
    if decision.kind == Subject.SIGNATURE:
        facts |= _no_longer_reported(decision.subject_id)
    if facts:
        decision.before = decision.before | facts
        decision.save(update_fields=("before",))


def ask_again(decision: Decision) -> None:
    for case in Case.objects.filter(pk__in=decision.before.get("cases", ())).order_by("pk"):
        _reopen(case)
    reported_at = decision.before.get("reported_at")
    if reported_at and decision.kind == Subject.SIGNATURE:
        waiting = Signature.objects.filter(pk=decision.subject_id, reported_at=None)
        waiting.update(reported_at=datetime.fromisoformat(reported_at))


def _answered_by(decision: Decision) -> CaseQuerySet:
    if decision.kind == Subject.CASE:
        return Case.objects.filter(pk=decision.subject_id)
    if decision.kind == Subject.SIGNATURE:
        return Case.objects.filter(signature=decision.subject_id)
    if decision.verdict == Verdict.TAKE_DOWN:
        return Case.objects.on_letters().filter(letter=decision.letter_id)
    return Case.objects.none()


def _no_longer_reported(signature_id: int) -> dict[str, Any]:
    reported_at = Signature.objects.values_list("reported_at", flat=True).get(pk=signature_id)
    if reported_at is None:
        return {}
    Signature.objects.filter(pk=signature_id).update(reported_at=None)
    return {"reported_at": reported_at.isoformat()}


def _reopen(case: Case) -> None:
    """Open a case again, or add its reports to the one that was opened on the same subject since."""
    same = Case.objects.awaiting().filter(letter=case.letter_id, signature=case.signature_id).exclude(pk=case.pk)
    newer = same.select_for_update(no_key=True).first()
    if newer is None:
        Case.objects.filter(pk=case.pk).update(decided_at=None)
        return
    moved = Report.objects.filter(case=case).update(case=newer)
    Case.objects.filter(pk=newer.pk).update(reports=F("reports") + moved, opened_at=case.opened_at)
    Case.objects.filter(pk=case.pk).update(reports=0)
