"""The kernel that every decision passes: one stands, with its record, its history and its mail, or nothing happened."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from letters.moderation import answering, effects_on_cases, effects_on_letters, effects_on_signatures, informing
from letters.moderation.actions.claiming import release
from letters.moderation.models import Claim, Decision, Subject
from letters.moderation.reasons import reason_of, reasons_for
from letters.moderation.rules import UNDO_WITHIN
from letters.moderation.subjects import demand_of_another_team
from letters.moderation.wishes import Deed, Effect, Wish
from letters.writing.drafts import Submission
from petition.audit.actions import record
from petition.lib.refusal import Refused

EFFECTS: Mapping[str, Mapping[str, Effect]] = {
    Subject.SUBMISSION: effects_on_letters.OF_SUBMISSIONS,
    Subject.LETTER: effects_on_letters.OF_LETTERS,
    Subject.CASE: effects_on_cases.OF_CASES,
    Subject.SIGNATURE: effects_on_signatures.OF_SIGNATURES,
}


@transaction.atomic
def decide(wish: Wish, *, person: User, at: datetime | None = None, bulk: int | None = None) -> Decision:
    """Decide an item that nobody else has decided or has open; whatever its verb refuses is refused here."""
    deed = Deed(person, at or timezone.now())
    effect = _effect(wish.kind, wish.verdict)
    _demand_reason(wish)
    _one_at_a_time(wish.kind, wish.subject_id)
    _demand_moderator(deed)
    _demand_undecided(wish)
    _demand_unclaimed(wish, deed)
    demand_of_another_team(wish.kind, wish.subject_id, person)
    _demand_not_their_appeal(wish, deed)
    done = effect.do(wish, deed)
    decision = _written(wish, deed, letter_id=done.letter_id, before=done.before, bulk=bulk)
    answering.answer(decision)
    effect.tell(decision)
    release(wish.kind, wish.subject_id, person=person)
    return decision


@transaction.atomic
def undo(decision_id: int, *, person: User, at: datetime | None = None) -> Decision:
    """Put back what a decision changed, within half an hour, by whoever took it; again does no harm."""
    deed = Deed(person, at or timezone.now())
    decision = _decision(decision_id)
    _one_at_a_time(decision.kind, decision.subject_id)
    decision.refresh_from_db()
    if decision.undone_at is not None:
        return decision
    _demand_moderator(deed)
    demand_of_another_team(decision.kind, decision.subject_id, person)
    _demand_undoable(decision, deed)
    _effect(decision.kind, decision.verdict).undo(decision, deed)
    answering.ask_again(decision)
    informing.of_undoing(decision)
    decision.undone_at, decision.undone_by = deed.at, person
    decision.save(update_fields=("undone_at", "undone_by"))
    record("moderation.undo", decision, by=deed.by, changes=_subject(decision), at=deed.at)
    return decision


def _effect(kind: str, verdict: str) -> Effect:
    effect = EFFECTS[kind].get(verdict)
    if effect is None:
        raise Refused("no-such-verdict")
    return effect


def _demand_reason(wish: Wish) -> None:
    if reasons_for(wish.verdict) and reason_of(wish.verdict, wish.reason) is None:
        raise Refused("no-such-reason")


def _decision(decision_id: int) -> Decision:
    decision = Decision.objects.filter(pk=decision_id).first()
    if decision is None:
        raise Refused("not-found")
    return decision


def _one_at_a_time(kind: str, subject_id: int) -> None:
    """Make the decisions on one item follow each other; rows of rooms are locked by their own verbs, in their order."""
    key = hashlib.sha256(f"decide {kind} {subject_id}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, signed=True)])


def _demand_moderator(deed: Deed) -> None:
    """Whoever opened the desk may have lost it since."""
    person = User.objects.here().filter(pk=deed.person.pk).first()
    if person is None or not person.is_moderator:
        raise Refused("not-yours")


def _demand_undecided(wish: Wish) -> None:
    newest = Decision.objects.on(wish.kind, wish.subject_id).standing().newest_first().select_related("by").first()
    if newest is not None and newest.pk > wish.seen:
        raise _decided("already-decided", newest)


def _decided(code: str, decision: Decision) -> Refused:
    """Say who decided what, and when, so that the desk can."""
    by = str(decision.by) if decision.by else ""
    return Refused(code, by=by, verdict=decision.verdict, at=decision.at, decision=decision.pk)


def _demand_unclaimed(wish: Wish, deed: Deed) -> None:
    others = Claim.objects.filter(kind=wish.kind, subject_id=wish.subject_id, until__gt=deed.at).exclude(by=deed.person)
    claim = others.select_related("by").first()
    if claim is not None:
        raise Refused("claimed", by=str(claim.by), until=claim.until)


def _demand_not_their_appeal(wish: Wish, deed: Deed) -> None:
    own = Submission.objects.filter(pk=wish.subject_id, not_for=deed.person)
    if wish.kind == Subject.SUBMISSION and own.exists():
        raise Refused("another-moderator")


def _demand_undoable(decision: Decision, deed: Deed) -> None:
    if decision.by_id != deed.person.pk:
        raise Refused("not-yours-to-undo")
    if deed.at > decision.at + UNDO_WITHIN:
        raise Refused("too-late-to-undo")
    later = Decision.objects.on(decision.kind, decision.subject_id).standing().filter(pk__gt=decision.pk)
    if newest := later.select_related("by").first():
        raise _decided("decided-since", newest)


def _written(wish: Wish, deed: Deed, **facts: object) -> Decision:
    decision = Decision.objects.create(
        kind=wish.kind,
        subject_id=wish.subject_id,
        verdict=wish.verdict,
        reason=wish.reason,
        words=wish.words,
        note=wish.note,
        by=deed.person,
        at=deed.at,
        **facts,
    )
    record("moderation.decide", decision, by=deed.by, changes=_subject(decision), at=deed.at)
    return decision


def _subject(decision: Decision) -> dict[str, object]:
    said = {"verdict": decision.verdict, "reason": decision.reason}
    return {"kind": decision.kind, "subject": decision.subject_id, "letter": decision.letter_id} | said
