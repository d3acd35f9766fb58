"""The verbs of a text that is still being written; nothing that was sent in is ever lost."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from letters.writing import rules
from letters.writing.actions.steps import hold
from letters.writing.drafts import Draft, Editing, Revision
from letters.writing.merging import DraftText, merge
from letters.writing.models import Letter
from letters.writing.revisions import text_of
from petition.audit.actions import record

# Enough for an afternoon of two people at one letter; the texts of versions are kept for ever, elsewhere.
REVISIONS_KEPT = 100


class Outcome(StrEnum):
    KEPT = "kept"
    SAME = "same"  # the draft said that already
    MERGED = "merged"  # with what somebody else kept in between
    CLASH = "clash"  # both changed the same place: the draft stays, and the text sent in is kept beside it


@dataclass(frozen=True)
class Kept:
    """What became of a text that was sent in."""

    outcome: Outcome
    text: DraftText  # what the draft says now
    revision: int  # and under which number
    yours: int  # the revision that holds the text that was sent in
    at: datetime  # when the draft was last changed
    proposal: DraftText | None = None  # of a clash: both texts in one, with marks where they meet


@transaction.atomic
def start(team: Team, *, person: User, language: str = "en", at: datetime | None = None) -> Letter:
    """Begin a letter that only its team can see, under an address that tells nothing."""
    at = at or timezone.now()
    slug = f"draft-{token_hex(10)}"
    letter = Letter.objects.create(
        slug=slug, team=team, language=language, origin=f"draft/{slug}", time_zone=person.time_zone, created_at=at
    )
    open_draft(letter, language=language, person=person, at=at)
    record("writing.start", letter, by=f"user {person.pk}", at=at)
    return letter


@transaction.atomic
def open_draft(letter: Letter, *, language: str, person: User, at: datetime | None = None) -> Draft:
    """Find the draft in a language, or begin it: an amendment with the text that stands, a translation with nothing."""
    at = at or timezone.now()
    stands = letter.current if language == letter.language else None
    text = text_of(stands) if stands else DraftText()
    facts = {"title": text.title, "to": text.to, "body": text.body, "edited_by": person, "edited_at": at}
    facts["based_on"] = letter.current
    draft, is_new = Draft.objects.get_or_create(letter=letter, language=language, defaults=facts)
    if is_new:
        _write(draft, text, number=draft.revision, person=person, at=at)
    return draft


@transaction.atomic
def keep(draft_id: int, text: DraftText, *, on: int, person: User, at: datetime | None = None) -> Kept:
    """Keep a text that was written on a revision, merged with whatever others kept since."""
    at = at or timezone.now()
    letter = Letter.objects.get(drafts=draft_id)
    hold(letter)  # or somebody may hand it in meanwhile
    rules.demand_editable(letter)
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    stands, base = text_of(draft), _revision(draft, on)
    if text in (stands, base):
        return _answer(Outcome.SAME, draft, yours=draft.revision)
    if on == draft.revision:
        _move(draft, text, person=person, at=at)
        return _answer(Outcome.KEPT, draft, yours=draft.revision)
    return _keep_beside(draft, text, base, person=person, at=at)


@transaction.atomic
def rewrite(letter: Letter, *, to: str, person: User, at: datetime) -> None:
    """Give the letter's own draft the line that its addressees make; who has it open is merged with it."""
    draft = open_draft(letter, language=letter.language, person=person, at=at)
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if draft.to != to:
        _move(draft, replace(text_of(draft), to=to), person=person, at=at)


def be_seen(draft: Draft, *, person: User, at: datetime | None = None) -> None:
    """Note that somebody has the draft open, so that a colleague is warned."""
    Editing.objects.update_or_create(draft=draft, user=person, defaults={"seen_at": at or timezone.now()})


def _keep_beside(draft: Draft, text: DraftText, base: DraftText | None, *, person: User, at: datetime) -> Kept:
    merged = merge(base, text_of(draft), text)
    yours = _beside(draft, text, person=person, at=at)
    if merged.clashes:
        return _answer(Outcome.CLASH, draft, yours=yours, proposal=merged.text)
    _move(draft, merged.text, person=person, at=at)
    return _answer(Outcome.MERGED, draft, yours=yours)


def _answer(outcome: Outcome, draft: Draft, *, yours: int, proposal: DraftText | None = None) -> Kept:
    return Kept(outcome, text_of(draft), draft.revision, yours, draft.edited_at, proposal)


def _revision(draft: Draft, number: int) -> DraftText | None:
    found = draft.revisions.filter(number=number).first()
    return text_of(found) if found else None


def _beside(draft: Draft, text: DraftText, *, person: User, at: datetime) -> int:
    """Keep a text beside the draft; the same one sent again by the same person is kept once."""
    newest = draft.revisions.order_by("-number").first()
    if newest and newest.by_id == person.pk and text_of(newest) == text:
        return newest.number
    number = _next(draft)
    _write(draft, text, number=number, person=person, at=at)
    return number


def _move(draft: Draft, text: DraftText, *, person: User, at: datetime) -> None:
    if not draft.revisions.filter(number=draft.revision).exists():
        _write(draft, text_of(draft), number=draft.revision, person=draft.edited_by, at=draft.edited_at)
    number = _next(draft)
    for field, value in text.as_dict().items():
        setattr(draft, field, value)
    draft.revision, draft.edited_by, draft.edited_at = number, person, at
    draft.save(update_fields=(*text.as_dict(), "revision", "edited_by", "edited_at"))
    _write(draft, text, number=number, person=person, at=at)
    draft.revisions.filter(number__lte=number - REVISIONS_KEPT).delete()


def _next(draft: Draft) -> int:
    newest = draft.revisions.order_by("-number").values_list("number", flat=True).first()
    return max(newest or 0, draft.revision) + 1


def _write(draft: Draft, text: DraftText, *, number: int, person: User | None, at: datetime) -> None:
    Revision.objects.create(draft=draft, number=number, by=person, at=at, **text.as_dict())
