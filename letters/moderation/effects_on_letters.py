"""What each verdict does to a submitted text or to a letter, and what takes it back."""

from collections.abc import Callable, Mapping

from letters.moderation import informing
from letters.moderation.models import Decision
from letters.moderation.reasons import words_for
from letters.moderation.wishes import Deed, Done, Effect, Wish
from letters.writing import actions as writing
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from petition.lib.refusal import Refused

Verdict = Decision.Verdict
Kind = Submission.Kind
Outcome = Submission.Outcome

TEXTS = frozenset({Kind.FIRST, Kind.AMENDMENT, Kind.TRANSLATION, Kind.AFTERWARDS, Kind.UPDATE, Kind.UPDATE_AFTER})
# What is approved of these can be thought over: the one is public anyway, the other until it is on its way.
THOUGHT_OVER = (Kind.AFTERWARDS, Kind.UPDATE, Kind.UPDATE_AFTER)
# How a text was sent back once, so that undoing its reopening sends it back the same way.
AGAIN = {Outcome.REJECTED: writing.reject, Outcome.CHANGES_ASKED: writing.ask_changes}


def _approve(wish: Wish, deed: Deed) -> Done:
    done = _submission(wish, TEXTS, lambda pk: writing.approve(pk, by=deed.by, at=deed.at))
    may_be_undone = Submission.objects.filter(pk=wish.subject_id, kind__in=THOUGHT_OVER).exists()
    return done if may_be_undone else _final(done)


def _ask_changes(wish: Wish, deed: Deed) -> Done:
    return _submission(wish, TEXTS - {Kind.UPDATE_AFTER}, lambda pk: writing.ask_changes(pk, by=deed.by, at=deed.at))


def _reject(wish: Wish, deed: Deed) -> Done:
    done = _submission(wish, TEXTS, lambda pk: writing.reject(pk, by=deed.by, at=deed.at))
    is_stopped = Submission.objects.filter(pk=wish.subject_id, kind=Kind.UPDATE_AFTER, begun_at__isnull=False).exists()
    return _final(done) if is_stopped else done


def _uphold(wish: Wish, deed: Deed) -> Done:
    return _submission(wish, {Kind.APPEAL}, lambda pk: writing.reject(pk, by=deed.by, at=deed.at))


def _reopen(decision: Decision, deed: Deed) -> None:
    writing.reopen(decision.subject_id, by=deed.by, at=deed.at)


def _bring_text_back(wish: Wish, deed: Deed) -> Done:
    """Let an appeal succeed, or put a text that was sent back into the queue again."""
    if Submission.objects.filter(pk=wish.subject_id, kind=Kind.APPEAL).exists():
        return _final(_submission(wish, {Kind.APPEAL}, lambda pk: writing.approve(pk, by=deed.by, at=deed.at)))
    return _submission(wish, TEXTS, lambda pk: writing.reopen(pk, by=deed.by, at=deed.at))


def _send_text_away(decision: Decision, deed: Deed) -> None:
    again = AGAIN.get(decision.before["outcome"], writing.reopen)  # an appeal that succeeded is open again
    again(decision.subject_id, by=deed.by, at=deed.at)


def _take_published_down(wish: Wish, deed: Deed) -> Done:
    """Refuse what a trusted team has published already, and its letter with it."""
    done = _submission(wish, {Kind.AFTERWARDS}, lambda pk: writing.reject(pk, by=deed.by, at=deed.at))
    take_down(done.letter_id, wish, deed)
    return done


def _show_published(decision: Decision, deed: Deed) -> None:
    """In the order in which everybody locks: the submission, then its letter."""
    _reopen(decision, deed)
    untake_down(decision, deed)


def _take_down(wish: Wish, deed: Deed) -> Done:
    return take_down(wish.subject_id, wish, deed)


def take_down(letter_id: int, wish: Wish, deed: Deed) -> Done:
    """Take a letter out of sight; what another took down already is decided."""
    letter = _letter(letter_id)
    if letter.state == Letter.State.TAKEN_DOWN:
        raise Refused("already-decided", by=_who_took_down(letter), verdict=wish.verdict, at=letter.taken_down_at)
    notice = words_for(wish.verdict, wish.reason, wish.words, language=letter.language)
    writing.take_down(letter, notice=notice, by=deed.by, at=deed.at)
    return Done(letter.pk)


def untake_down(decision: Decision, deed: Deed) -> None:
    """Only what this decision itself took down; meanwhile another may have, by way of another item."""
    letter = _letter(decision.letter_id)
    if letter.taken_down_at != decision.at:
        raise Refused("decided-since")
    writing.bring_back(decision.letter_id, by=deed.by, at=deed.at)


def _bring_back(wish: Wish, deed: Deed) -> Done:
    letter = _letter(wish.subject_id)
    if letter.is_public:
        raise Refused("already-decided", by="", verdict=wish.verdict, at=deed.at)
    writing.bring_back(letter.pk, by=deed.by, at=deed.at)
    return Done(letter.pk, {"notice": letter.notice})


def _unbring_back(decision: Decision, deed: Deed) -> None:
    letter = _letter(decision.letter_id)
    if not letter.is_public:
        raise Refused("decided-since")
    writing.take_down(letter, notice=decision.before["notice"], by=deed.by, at=deed.at)


def _submission(wish: Wish, kinds: set[Kind] | frozenset[Kind], verb: Callable[[int], None]) -> Done:
    """Do it to a submission of the kind that it is for, and remember how that one stood."""
    submission = Submission.objects.filter(pk=wish.subject_id).first()
    if submission is None:
        raise Refused("not-found")
    if submission.kind not in kinds:
        raise Refused("no-such-verdict")
    verb(submission.pk)
    return Done(submission.letter_id, {"outcome": submission.outcome})


def _final(done: Done) -> Done:
    """What is published can't be unpublished, and nobody is offered to undo it; a date to come leaves time."""
    is_public = Letter.objects.public().filter(pk=done.letter_id).exists()
    return Done(done.letter_id, done.before | {"is_final": True}) if is_public else done


def _letter(letter_id: int) -> Letter:
    letter = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).first()
    if letter is None:
        raise Refused("not-found")
    return letter


def _who_took_down(letter: Letter) -> str:
    newest = Decision.objects.against(letter).select_related("by").first()
    return str(newest.by) if newest and newest.by else ""


OF_SUBMISSIONS: Mapping[str, Effect] = {
    Verdict.APPROVE: Effect(_approve, _reopen, informing.of_decision),
    Verdict.ASK_CHANGES: Effect(_ask_changes, _reopen, informing.of_decision),
    Verdict.REJECT: Effect(_reject, _reopen, informing.of_decision),
    Verdict.UPHOLD: Effect(_uphold, _reopen, informing.of_decision),
    Verdict.BRING_BACK: Effect(_bring_text_back, _send_text_away, informing.of_decision),
    Verdict.TAKE_DOWN: Effect(_take_published_down, _show_published, informing.of_decision),
}
OF_LETTERS: Mapping[str, Effect] = {
    Verdict.TAKE_DOWN: Effect(_take_down, untake_down, informing.of_decision),
    Verdict.BRING_BACK: Effect(_bring_back, _unbring_back, informing.of_decision),
}
