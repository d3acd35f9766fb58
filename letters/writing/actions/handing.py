"""The steps between a team and the desk, inside their callers' transactions.

Whoever changes a submission and its letter locks them in this order: the submissions, the letter, its log.
"""

from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from letters.writing.actions.steps import Typed, Written, hold, says_the_same
from letters.writing.drafts import Draft, Submission
from letters.writing.models import Letter, Version
from petition.audit.actions import record
from petition.lib.refusal import Refused

Kind = Submission.Kind
Outcome = Submission.Outcome


def held(letter_id: int) -> Letter:
    """A letter on which nobody else can hand in or decide before this transaction ends."""
    list(Submission.objects.awaiting().filter(letter=letter_id).order_by("pk").select_for_update(no_key=True))
    letter = Letter.objects.select_related("team", "current").filter(pk=letter_id).first()
    if letter is None:
        raise Refused("not-found")
    hold(letter)
    return letter


def locked(submission_id: int) -> Submission:
    """A submission and its letter, on which nobody else can decide before this transaction ends."""
    found = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("letter__team")
    submission = found.filter(pk=submission_id).first()
    if submission is None:
        raise Refused("not-found")
    hold(submission.letter)
    return submission


class Handing(NamedTuple):
    """Who hands in a text of a letter, and what they say with it."""

    letter: Letter
    language: str
    words: str
    person: User
    at: datetime


def hand_in(handing: Handing, text: Written, kind: str, *, since: datetime | None = None) -> Submission:
    letter, language, words, person, at = handing
    handed = Submission(letter=letter, kind=kind, language=language, words=words, by=person, at=since or at)
    handed.title, handed.to, handed.body, handed.note = text.title, text.to, text.body, text.note
    handed.based_on = letter.current
    handed.save(force_insert=True)
    told = {"submission": handed.pk, "kind": kind, "language": language}
    record("writing.submit", letter, by=f"user {person.pk}", changes=told, at=at)
    return handed


def hand_in_afterwards(handing: Handing, text: Written) -> Submission:
    """Leave a trusted team's newest text for the desk, in place of one that it has not looked at yet.

    The new one keeps the old one's age, or a team that changes its text daily would never be looked at.
    """
    waiting = handing.letter.submissions.awaiting()
    older = waiting.filter(kind=Kind.AFTERWARDS, language=handing.language).first()
    if older is None:
        return hand_in(handing, text, Kind.AFTERWARDS)
    conclude(older, Outcome.TAKEN_BACK, at=handing.at)
    return hand_in(handing, text, Kind.AFTERWARDS, since=older.at)


def conclude(submission: Submission, outcome: str, *, at: datetime | None) -> None:
    submission.outcome, submission.decided_at = outcome, at
    submission.save(update_fields=("outcome", "decided_at"))


def draft_of(letter: Letter, language: str) -> Draft:
    draft = letter.drafts.filter(language=language).first()
    if draft is None:
        raise Refused("no-draft")
    return draft


def draft_follows(version: Version, language: str, text: Written) -> None:
    """Say of a draft that it stands on what was just published of it, and that its note has been said."""
    drafts = version.letter.drafts.filter(language=language)
    drafts.update(based_on=version)
    for draft in drafts:
        if says_the_same(draft, text):
            drafts.filter(revision=draft.revision).update(note="")


def without_note(text: Written) -> Typed:
    return Typed(text.title, text.to, text.body)
