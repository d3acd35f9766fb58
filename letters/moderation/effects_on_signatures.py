"""What each verdict does to a signature, and what takes it back."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from letters.moderation import telling
from letters.moderation.models import Decision
from letters.moderation.wishes import Deed, Done, Effect, Wish
from letters.signing.actions import hiding, moderating, reconsidering
from letters.signing.actions.reconsidering import Waiting
from letters.signing.models import Signature
from letters.signing.rules import StrikeReason
from petition.lib.refusal import Refused
from petition.lib.vault import seal, unseal

Verdict = Decision.Verdict
REASON = "reason"  # what the words beside a name are sealed for, while clearing them can be undone


def _release(wish: Wish, deed: Deed) -> Done:
    return _done(wish, lambda pk: moderating.release(pk, by=deed.by, at=deed.at), _waiting)


def _unrelease(decision: Decision, deed: Deed) -> None:
    was = decision.before
    waiting = Waiting(was["state"], was["verdict"], _moment(was["created_at"]), _moment_or_none(was["confirmed_at"]))
    reconsidering.unrelease(decision.subject_id, waiting, by=deed.by, at=deed.at)


def _refuse(wish: Wish, deed: Deed) -> Done:
    return _done(wish, lambda pk: moderating.refuse(pk, by=deed.by, at=deed.at))


def _unrefuse(decision: Decision, deed: Deed) -> None:
    reconsidering.unrefuse(decision.subject_id, by=deed.by, at=deed.at)


def _strike(wish: Wish, deed: Deed) -> Done:
    reason = StrikeReason(wish.reason)
    return _done(wish, lambda pk: moderating.strike(pk, reason=reason, by=deed.by, at=deed.at))


def _unstrike(decision: Decision, deed: Deed) -> None:
    moderating.restore(decision.subject_id, by=deed.by, at=deed.at)
    telling.of_restoring(decision)


def _restore(wish: Wish, deed: Deed) -> Done:
    def struck_for(signature: Signature) -> dict[str, Any]:
        return {"reason": signature.ended_reason}

    return _done(wish, lambda pk: moderating.restore(pk, by=deed.by, at=deed.at), struck_for)


def _unrestore(decision: Decision, deed: Deed) -> None:
    reason = StrikeReason(decision.before["reason"])
    moderating.strike(decision.subject_id, reason=reason, by=deed.by, at=deed.at)
    telling.of_striking(decision)


def _hide_name(wish: Wish, deed: Deed) -> Done:
    return _done(wish, lambda pk: hiding.hide_name(pk, by=deed.by, is_decided=True, at=deed.at), _hidden)


def _unhide_name(decision: Decision, deed: Deed) -> None:
    """What an organizer had hidden waits again for a look, by whoever undoes; its name stays unread."""
    if decision.before.get("was_hidden"):
        return
    hiding.show_name(decision.subject_id, by=deed.by, at=deed.at)


def _show_name(wish: Wish, deed: Deed) -> Done:
    return _done(wish, lambda pk: hiding.show_name(pk, by=deed.by, at=deed.at), _reported)


def _unshow_name(decision: Decision, deed: Deed) -> None:
    hiding.hide_name(decision.subject_id, by=deed.by, is_decided=True, at=deed.at)


def _approve_reason(wish: Wish, deed: Deed) -> Done:
    return _done(wish, lambda pk: moderating.approve_reason(pk, by=deed.by, at=deed.at))


def _unapprove_reason(decision: Decision, deed: Deed) -> None:
    reconsidering.doubt_reason(decision.subject_id, by=deed.by, at=deed.at)


def _clear_reason(wish: Wish, deed: Deed) -> Done:
    def cleared(signature: Signature) -> dict[str, Any]:
        return {"words": b64encode(seal(signature.reason, REASON)).decode(), "awaits": signature.reason_awaits}

    return _done(wish, lambda pk: reconsidering.clear_reason(pk, by=deed.by, at=deed.at), cleared)


def _unclear_reason(decision: Decision, deed: Deed) -> None:
    if "words" not in decision.before:
        raise Refused("too-late-to-undo")
    words, awaits = unseal(b64decode(decision.before["words"]), REASON), decision.before["awaits"]
    reconsidering.write_reason(decision.subject_id, words, awaits=awaits, by=deed.by, at=deed.at)


def _keep(wish: Wish, deed: Deed) -> Done:
    """Leave a signature as it is: its reports are answered, and the wish for a look is over.

    A name that was hidden until somebody looks is shown again or hidden for a reason: as it is would be for ever.
    """

    def awaits(signature_id: int) -> bool:
        signature = Signature.objects.get(pk=signature_id)
        if signature.reported_at and signature.name_hidden_at:
            raise Refused("name-hidden")
        return signature.awaits_only_a_look

    return _done(wish, awaits)


def _unkeep(decision: Decision, deed: Deed) -> None:
    """Nothing was changed; its reports are asked again by whoever undoes."""


def _done(
    wish: Wish,
    verb: Callable[[int], bool],
    before: Callable[[Signature], dict[str, Any]] = lambda signature: {},
) -> Done:
    """Do it to a signature as it stands now; what is so already was decided by somebody else, or by its signer."""
    signature = Signature.objects.locked(wish.subject_id)
    was = before(signature)
    if not verb(signature.pk):
        raise Refused("already-decided", by="", verdict=wish.verdict, at=signature.ended_at)
    return Done(signature.letter_id, was)


def _waiting(signature: Signature) -> dict[str, Any]:
    waiting = Waiting.of(signature)
    confirmed_at = waiting.confirmed_at.isoformat() if waiting.confirmed_at else None
    return vars(waiting) | {"created_at": waiting.created_at.isoformat(), "confirmed_at": confirmed_at}


def _reported(signature: Signature) -> dict[str, Any]:
    return {"reported_at": signature.reported_at.isoformat()} if signature.reported_at else {}


def _hidden(signature: Signature) -> dict[str, Any]:
    return _reported(signature) | ({"was_hidden": True} if signature.name_hidden_at else {})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text else None


OF_SIGNATURES: Mapping[str, Effect] = {
    Verdict.RELEASE: Effect(_release, _unrelease),
    Verdict.REFUSE: Effect(_refuse, _unrefuse),
    Verdict.STRIKE: Effect(_strike, _unstrike, telling.of_striking),
    Verdict.RESTORE: Effect(_restore, _unrestore, telling.of_restoring),
    Verdict.HIDE_NAME: Effect(_hide_name, _unhide_name, telling.of_hiding),
    Verdict.SHOW_NAME: Effect(_show_name, _unshow_name),
    Verdict.APPROVE_REASON: Effect(_approve_reason, _unapprove_reason),
    Verdict.CLEAR_REASON: Effect(_clear_reason, _unclear_reason, telling.of_clearing),
    Verdict.KEEP: Effect(_keep, _unkeep),
}
