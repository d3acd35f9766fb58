"""What organizers hear of the desk's decisions; each is rendered when it is sent, and an undone one is not sent."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.team_mail import owe_owners
from letters.moderation.models import Decision, Subject
from letters.moderation.reasons import words_for
from letters.moderation.rules import SERVICE_TIME
from letters.signing.links import to_letter
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from petition.lib.languages import native_name
from petition.outbox.composing import compose
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

Verdict = Decision.Verdict

SUBMITTED = "moderation.submitted"
APPROVED = "moderation.approved"
CHANGES_ASKED = "moderation.changes_asked"
REJECTED = "moderation.rejected"
TAKEN_DOWN = "moderation.taken_down"
BROUGHT_BACK = "moderation.brought_back"
APPEAL_DECIDED = "moderation.appeal_decided"
UNDONE = "moderation.undone"

KINDS: Mapping[str, str] = {
    Verdict.APPROVE: APPROVED,
    Verdict.ASK_CHANGES: CHANGES_ASKED,
    Verdict.REJECT: REJECTED,
    Verdict.TAKE_DOWN: TAKEN_DOWN,
    Verdict.BRING_BACK: BROUGHT_BACK,
    Verdict.UPHOLD: APPEAL_DECIDED,
}
OF_DECISIONS = (APPROVED, CHANGES_ASKED, REJECTED, TAKEN_DOWN, BROUGHT_BACK, APPEAL_DECIDED)


def of_decision(decision: Decision) -> None:
    owe_owners(decision.letter.team, _kind_of(decision), cause=decision.pk)


def of_undoing(decision: Decision) -> None:
    if decision.kind != Subject.SIGNATURE and decision.verdict in KINDS:
        owe_owners(decision.letter.team, UNDONE, cause=decision.pk)


def of_submission(submission: Submission) -> None:
    owe_owners(submission.letter.team, SUBMITTED, cause=submission.pk)


def submitted(message: Message) -> Mail | Unwanted:
    submission = Submission.objects.select_related("letter").filter(pk=message.cause).first()
    if submission is None or submission.decided_at is not None:
        return UNWANTED
    is_appeal = submission.kind == Submission.Kind.APPEAL
    about = {"title": submission.title, "is_appeal": is_appeal, "service_time": SERVICE_TIME}
    return _mail(message, submission.letter, about)


def decided(message: Message) -> Mail | Unwanted:
    decision = Decision.objects.select_related("letter__current").filter(pk=message.cause).first()
    if decision is None or decision.undone_at is not None:
        return UNWANTED
    return _mail(message, decision.letter, _about(decision, message.language))


def undone(message: Message) -> Mail | Unwanted:
    """Whoever never heard of the decision hears nothing of its end either."""
    decision = Decision.objects.select_related("letter__current").filter(pk=message.cause).first()
    told = Message.objects.filter(kind__in=OF_DECISIONS, cause=message.cause, state=Message.State.SENT)
    if decision is None or not told.filter(identity=message.identity).exists():
        return UNWANTED
    return _mail(message, decision.letter, _about(decision, message.language))


def register_kinds() -> None:
    for kind in OF_DECISIONS:
        register(kind, decided, priority=Priority.DECISION)
    register(SUBMITTED, submitted, priority=Priority.DECISION)
    register(UNDONE, undone, priority=Priority.DECISION)


def _kind_of(decision: Decision) -> str:
    is_submission = decision.kind == Subject.SUBMISSION
    if is_submission and Submission.objects.filter(pk=decision.subject_id, kind=Submission.Kind.APPEAL).exists():
        return APPEAL_DECIDED
    return KINDS[decision.verdict]


def _about(decision: Decision, language: str) -> dict[str, Any]:
    about: dict[str, Any] = {
        "title": decision.letter.title,
        "words": words_for(decision.verdict, decision.reason, decision.words, language=language),
        "has_succeeded": decision.verdict == Verdict.BRING_BACK,
        "publish_at": decision.letter.publish_at if decision.letter.state == Letter.State.APPROVED else None,
    }
    if decision.kind == Subject.SUBMISSION:
        submission = Submission.objects.get(pk=decision.subject_id)
        about |= {"title": submission.title, "is_first": submission.kind == Submission.Kind.FIRST}
        about |= {"kind": submission.kind, "language_name": native_name(submission.language)}
    return about


def _mail(message: Message, letter: Letter, about: dict[str, Any]) -> Mail:
    links = {"is_public": letter.is_public, "letter_link": to_letter(letter), "link": _to_studio(letter)}
    return compose(f"mail/{message.kind.replace('.', '/')}", about | links, language=message.language)


def _to_studio(letter: Letter) -> str:
    """Its overview, where a team reads what was decided, answers it, hands in again or takes back."""
    return f"{settings.SITE_URL}{reverse('studio:letter', args=[letter.pk])}"
