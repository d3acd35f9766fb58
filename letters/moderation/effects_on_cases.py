"""What each verdict does to the reports on a letter, and what takes it back."""

from collections.abc import Mapping

from letters.moderation import informing
from letters.moderation.effects_on_letters import take_down, untake_down
from letters.moderation.models import Case, Decision
from letters.moderation.wishes import Deed, Done, Effect, Wish
from petition.lib.refusal import Refused

Verdict = Decision.Verdict


def _keep(wish: Wish, deed: Deed) -> Done:
    return Done(_open(wish).letter_id)


def _unkeep(decision: Decision, deed: Deed) -> None:
    """Nothing was changed; its reports are asked again by whoever undoes."""


def _take_down(wish: Wish, deed: Deed) -> Done:
    """Lock the letter before its case, in the order of whoever takes down the letter itself."""
    case = Case.objects.on_letters().filter(pk=wish.subject_id).first()
    if case is None:
        raise Refused("not-found")
    done = take_down(case.letter_id, wish, deed)
    _open(wish)
    return done


def _open(wish: Wish) -> Case:
    case = Case.objects.select_for_update(no_key=True).on_letters().filter(pk=wish.subject_id).first()
    if case is None:
        raise Refused("not-found")
    if case.decided_at is not None:
        raise Refused("already-decided", by="", verdict=wish.verdict, at=case.decided_at)
    return case


OF_CASES: Mapping[str, Effect] = {
    Verdict.KEEP: Effect(_keep, _unkeep),
    Verdict.TAKE_DOWN: Effect(_take_down, untake_down, informing.of_decision),
}
