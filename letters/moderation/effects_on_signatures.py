"""What each verdict does to a signature, and what takes it back."""

from collections.abc import Mapping

from letters.moderation.models import Decision
from letters.moderation.wishes import Deed, Done, Effect, Wish
from letters.signing.actions import moderating
from letters.signing.models import Signature
from letters.signing.rules import StrikeReason
from petition.lib.refusal import Refused

Verdict = Decision.Verdict


def _strike(wish: Wish, deed: Deed) -> Done:
    signature = _locked(wish)
    if not moderating.strike(signature.pk, reason=StrikeReason(wish.reason), by=deed.by, at=deed.at):
        raise Refused("already-decided", by="", verdict=wish.verdict, at=signature.ended_at)
    return Done(signature.letter_id)


def _unstrike(decision: Decision, deed: Deed) -> None:
    moderating.restore(decision.subject_id, by=deed.by, at=deed.at)


def _locked(wish: Wish) -> Signature:
    return Signature.objects.locked(wish.subject_id)


OF_SIGNATURES: Mapping[str, Effect] = {Verdict.STRIKE: Effect(_strike, _unstrike)}
