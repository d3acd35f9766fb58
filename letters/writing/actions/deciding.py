"""What a moderator's decision does to a letter and its submission; reasons, words and mail are the desk's."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from letters.writing import rules
from letters.writing.actions.amending import amend_by
from letters.writing.actions.closing import bring_back
from letters.writing.actions.handing import conclude, draft_follows, locked
from letters.writing.actions.publishing import release
from letters.writing.actions.steps import move
from letters.writing.actions.translating import publish_translation
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from letters.writing.queries import NEWS
from petition.audit.actions import record
from petition.lib.refusal import Refused

State = Letter.State
Kind = Submission.Kind
Outcome = Submission.Outcome

# What a letter becomes when its first text is sent back; a later text leaves the letter as it stands.
SENT_BACK = {Outcome.CHANGES_ASKED: State.CHANGES_ASKED, Outcome.REJECTED: State.REJECTED}


@transaction.atomic
def approve(submission_id: int, *, by: str, at: datetime | None = None) -> None:
    """Let a text be public: at once, or at the date that its letter waits for."""
    at = at or timezone.now()
    submission = _undecided(submission_id)
    letter, before = submission.letter, submission.letter.state
    _let_out(submission, by=by, at=at)
    conclude(submission, Outcome.APPROVED, at=at)
    _on_record("writing.approve", submission, before, letter.state, by=by, at=at)


@transaction.atomic
def ask_changes(submission_id: int, *, by: str, at: datetime | None = None) -> None:
    """Send a text back to be changed; what is public already stays so until the team has changed it."""
    submission = _undecided(submission_id)
    if submission.kind == Kind.APPEAL:
        raise Refused("appeals-need-yes-or-no")
    _send_back(submission, Outcome.CHANGES_ASKED, "writing.ask_changes", by=by, at=at or timezone.now())


@transaction.atomic
def reject(submission_id: int, *, by: str, at: datetime | None = None) -> None:
    """Refuse a text, or uphold what an appeal is about.

    One that a trusted team has published already stays public: whoever rejects it takes the letter down besides.
    """
    submission = _undecided(submission_id)
    _send_back(submission, Outcome.REJECTED, "writing.reject", by=by, at=at or timezone.now())


@transaction.atomic
def reopen(submission_id: int, *, by: str, at: datetime | None = None) -> None:
    """Put a decision's effect back, as long as nothing has followed from it; one that has published stays."""
    submission = locked(submission_id)
    letter, before = submission.letter, submission.letter.state
    if submission.decided_at is None:
        return
    if submission.outcome == Outcome.TAKEN_BACK:
        raise Refused("taken-back")
    _demand_last(submission)
    _demand_waiting(submission)
    if before in SENT_BACK.values() and submission.kind == Kind.FIRST:
        move(letter, State.SUBMITTED)
    elif submission.outcome == Outcome.APPROVED and submission.kind != Kind.AFTERWARDS and not submission.is_news:
        _undo_approval(submission)
    elif submission.kind == Kind.AFTERWARDS and before in SENT_BACK.values():
        move(letter, State.APPROVED)  # it waited for its date when it was sent back
    conclude(submission, Outcome.OPEN, at=None)
    _on_record("writing.reopen", submission, before, letter.state, by=by, at=at or timezone.now())


def _undecided(submission_id: int) -> Submission:
    submission = locked(submission_id)
    if submission.decided_at is not None:
        raise Refused("already-decided", outcome=submission.outcome)
    return submission


def _let_out(submission: Submission, *, by: str, at: datetime) -> None:
    letter = submission.letter
    if submission.kind == Kind.FIRST or (submission.kind == Kind.APPEAL and letter.state == State.REJECTED):
        rules.demand_closing_after(letter, at)
        release(letter, submission, by=by, at=at)
    elif submission.kind == Kind.APPEAL:
        bring_back(letter.pk, by=by, at=at)
        letter.refresh_from_db()
    elif submission.kind == Kind.AMENDMENT:
        draft_follows(amend_by(letter, submission, by=by, at=at), letter.language, submission)
    elif submission.kind == Kind.TRANSLATION and submission.based_on is not None:
        number, language = submission.based_on.number, submission.language
        publish_translation(letter, submission, number=number, language=language, by=by, at=at)
        draft_follows(submission.based_on, language, submission)


def _send_back(submission: Submission, outcome: Outcome, verb: str, *, by: str, at: datetime) -> None:
    letter, before = submission.letter, submission.letter.state
    if before in (State.SUBMITTED, State.APPROVED):
        move(letter, SENT_BACK[outcome])
    conclude(submission, outcome, at=at)
    _on_record(verb, submission, before, letter.state, by=by, at=at)


def _undo_approval(submission: Submission) -> None:
    letter = submission.letter
    if letter.state != State.APPROVED or submission.kind not in (Kind.FIRST, Kind.APPEAL):
        raise Refused("published-already")
    move(letter, State.SUBMITTED if submission.kind == Kind.FIRST else State.REJECTED)


def _demand_last(submission: Submission) -> None:
    """Nothing may have been handed in since on the same text: it would be undone with the decision."""
    later = submission.letter.submissions.filter(pk__gt=submission.pk, language=submission.language)
    if (later.filter(kind__in=NEWS) if submission.is_news else later.of_the_letter()).exists():
        raise Refused("handed-in-since")


def _demand_waiting(submission: Submission) -> None:
    """News that went out, or was stopped on its way, stays so: mail can't be taken back."""
    if submission.begun_at is None or not submission.is_news:
        return
    if submission.kind == Kind.UPDATE:
        raise Refused("published-already")
    if submission.outcome == Outcome.REJECTED:
        raise Refused("news-stopped")


def _on_record(verb: str, submission: Submission, before: str, after: str, *, by: str, at: datetime) -> None:
    told: dict[str, object] = {"submission": submission.pk, "kind": submission.kind}
    if before != after:
        told["state"] = [before, after]
    record(verb, submission.letter, by=by, changes=told, at=at)
