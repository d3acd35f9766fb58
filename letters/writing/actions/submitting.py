"""What a team hands to the desk, and takes back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.writing import rules
from letters.writing.actions.amending import amend_by
from letters.writing.actions.handing import (
    Handing,
    conclude,
    draft_follows,
    draft_of,
    hand_in,
    hand_in_afterwards,
    held,
    locked,
    without_note,
)
from letters.writing.actions.publishing import release
from letters.writing.actions.steps import Typed, Written, move, says_the_same
from letters.writing.actions.translating import publish_translation
from letters.writing.drafts import Draft, Submission
from letters.writing.models import Letter
from letters.writing.problems import demand_printable
from petition.audit.actions import record
from petition.lib.refusal import Refused

State = Letter.State
Kind = Submission.Kind
Outcome = Submission.Outcome


@transaction.atomic
def submit(
    letter_id: int, *, words: str = "", note: str | None = None, person: User, at: datetime | None = None
) -> Submission:
    """Hand a letter's text to the desk, or its next version; a trusted team's is public at once.

    Called twice it is one submission. What an amendment changes stands in its draft, unless a note is given here.
    """
    at = at or timezone.now()
    letter = held(letter_id)
    if letter.state in (State.DRAFT, State.CHANGES_ASKED):
        return _submit_first(letter, words, person, at)
    if letter.is_public:
        return _submit_amendment(letter, note, words, person, at)
    handed = letter.submissions.filter(kind__in=(Kind.FIRST, Kind.AFTERWARDS)).order_by("-id").first()
    if handed is not None and letter.state in (State.SUBMITTED, State.APPROVED):
        return handed
    raise Refused("letter-gone" if letter.state == State.TAKEN_DOWN else "letter-rejected")


@transaction.atomic
def submit_translation(
    letter_id: int, language: str, *, words: str = "", person: User, at: datetime | None = None
) -> Submission:
    """Hand a translation of the current version to the desk; a trusted team's is public at once."""
    at = at or timezone.now()
    letter = held(letter_id)
    rules.demand_translatable(letter)
    draft = draft_of(letter, language)
    if waiting := _waiting(letter, Kind.TRANSLATION, draft):
        return waiting
    demand_printable(draft)
    version = rules.current_of(letter)
    newest = letter.translations.newest_first().filter(language=language).first()
    if newest and newest.number == version.number and says_the_same(draft, newest):
        return _handed_before(letter, language, draft)
    handing = Handing(letter, language, words, person, at)
    if not letter.team.is_trusted:
        return hand_in(handing, draft, Kind.TRANSLATION)
    handed = hand_in_afterwards(handing, draft)
    publish_translation(letter, handed, number=version.number, language=language, by=_name(person), at=at)
    draft_follows(version, language, handed)
    return handed


@transaction.atomic
def take_back(submission_id: int, *, person: User, at: datetime | None = None) -> None:
    """Have a text back from the desk that nobody has decided on, or that waits for its date."""
    at = at or timezone.now()
    submission = locked(submission_id)
    letter = submission.letter
    if submission.outcome == Outcome.TAKEN_BACK:
        return
    if submission.kind == Kind.AFTERWARDS and letter.published_at is not None:
        raise Refused("published-already")
    waits = letter.state == State.APPROVED and submission.outcome in (Outcome.OPEN, Outcome.APPROVED)
    if submission.decided_at is not None and not waits:
        raise Refused("already-decided", outcome=submission.outcome)
    told: dict[str, object] = {"submission": submission.pk, "kind": submission.kind}
    if waits or submission.kind == Kind.FIRST:
        told["state"] = [letter.state, State.DRAFT]
        move(letter, State.DRAFT)
    conclude(submission, Outcome.TAKEN_BACK, at=at)
    record("writing.take_back", letter, by=_name(person), changes=told, at=at)


@transaction.atomic
def appeal(
    letter_id: int, *, words: str, person: User, decided_by: User | None, at: datetime | None = None
) -> Submission:
    """Ask another moderator, once, whether a rejection or a take-down was right."""
    at = at or timezone.now()
    letter = held(letter_id)
    if letter.state not in (State.REJECTED, State.TAKEN_DOWN):
        raise Refused("nothing-to-appeal")
    if Submission.objects.appeals_of_standing_decision(letter).exists():
        raise Refused("appealed-already")
    handed = hand_in(Handing(letter, letter.language, words, person, at), _appealed(letter), Kind.APPEAL)
    handed.not_for = decided_by
    handed.save(update_fields=("not_for",))
    return handed


def _submit_first(letter: Letter, words: str, person: User, at: datetime) -> Submission:
    draft = draft_of(letter, letter.language)
    demand_printable(draft)
    rules.demand_closing_after(letter, at)
    handing, text = Handing(letter, letter.language, words, person, at), without_note(draft)
    if not letter.team.is_trusted:
        move(letter, State.SUBMITTED)
        return hand_in(handing, text, Kind.FIRST)
    handed = hand_in_afterwards(handing, text)
    release(letter, handed, by=_name(person), at=at)
    return handed


def _submit_amendment(letter: Letter, note: str | None, words: str, person: User, at: datetime) -> Submission:
    language = letter.language
    draft = draft_of(letter, language)
    if waiting := _waiting(letter, Kind.AMENDMENT, draft):
        return waiting
    if says_the_same(draft, rules.current_of(letter)):
        return _handed_before(letter, language, draft)
    demand_printable(draft)
    text = Typed(draft.title, draft.to, draft.body, draft.note if note is None else note)
    rules.demand_amendable(letter, text.note, at)
    handing = Handing(letter, language, words, person, at)
    if not letter.team.is_trusted:
        return hand_in(handing, text, Kind.AMENDMENT)
    handed = hand_in_afterwards(handing, text)
    draft_follows(amend_by(letter, handed, by=_name(person), at=at), language, handed)
    return handed


def _waiting(letter: Letter, kind: str, draft: Draft) -> Submission | None:
    """What is with the desk already; a text that was changed since is not taken for it."""
    waiting = letter.submissions.awaiting().filter(kind=kind, language=draft.language).first()
    if waiting is not None and not says_the_same(waiting, draft):
        raise Refused("with-the-desk")
    return waiting


def _handed_before(letter: Letter, language: str, text: Written) -> Submission:
    """The submission that a double click repeats; a text that stands already needs no other."""
    texts = letter.submissions.of_the_letter().filter(language=language)
    handed = texts.exclude(kind=Kind.APPEAL).order_by("-id").first()
    if handed is None or not says_the_same(handed, text):
        raise Refused("nothing-changed")
    return handed


def _appealed(letter: Letter) -> Written:
    if letter.current is not None:
        return without_note(letter.current)
    rejected = letter.submissions.filter(outcome=Outcome.REJECTED).exclude(kind=Kind.APPEAL)
    text = rejected.order_by("-id").first()
    if text is None:
        raise Refused("nothing-to-appeal")
    return without_note(text)


def _name(person: User) -> str:
    return f"user {person.pk}"
