"""What a moderator reads beside a letter: its team, its questions, its history, what was reported and noticed."""

from typing import Any

from django.db.models import Count

from accounts.models import Membership, Team
from letters.desk.queue import RULES, STATES
from letters.desk.records import MOST_SHOWN, on_record, taken
from letters.moderation.models import Case, Decision
from letters.moderation.reasons import COMPLAINTS
from letters.moderation.wishes import Deed
from letters.signing.asking import questions_of
from letters.signing.models import Signature
from letters.signing.queries import count_of
from letters.writing.models import Letter
from petition.audit.models import AuditEvent

MOST_LETTERS = 8
MOST_LINES = 8
MOST_CASES = 5


def dossier(letter: Letter, deed: Deed) -> dict[str, Any]:
    decisions = on_record(Decision.objects.filter(letter=letter))
    return {
        "letter": letter,
        "count": count_of(letter.pk) if letter.log_id else None,
        "taken": taken(decisions, person=deed.person, at=deed.at),
        "questions": questions_of(letter),
        "events": _events(letter),
        "members": _members(letter.team),
        "others": _others(letter),
        "cases": _cases(letter),
        "noticed": _noticed(letter),
    }


def complaints_in(case: Case) -> list[dict[str, Any]]:
    """What readers said, the newest first."""
    reports = case.complaints.order_by("-id")[:MOST_SHOWN]
    return [
        {"reason": COMPLAINTS.get(report.reason, report.reason), "words": report.words, "at": report.created_at}
        for report in reports
    ]


def _events(letter: Letter) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(subject_kind="letter", subject_id=letter.pk).order_by("-at")[:MOST_LINES])


def _members(team: Team) -> list[Membership]:
    return list(Membership.objects.filter(team=team).select_related("user").order_by("pk")[:MOST_SHOWN])


def _others(letter: Letter) -> list[Letter]:
    others = Letter.objects.filter(team=letter.team_id).exclude(pk=letter.pk)
    return list(others.select_related("current").order_by("-id")[:MOST_LETTERS])


def _cases(letter: Letter) -> list[Case]:
    return list(Case.objects.filter(letter=letter, signature=None).order_by("-id")[:MOST_CASES])


def _noticed(letter: Letter) -> list[tuple[str, str, int]]:
    """How many signatures a rule of the guard held or refused, by what became of them."""
    noticed = Signature.objects.filter(letter=letter).exclude(rule="").order_by("rule", "state")
    numbers = noticed.values_list("rule", "state").annotate(many=Count("pk"))
    return [(str(RULES.get(rule, rule)), str(STATES[Signature.State(state)]), many) for rule, state, many in numbers]
