"""What each verdict does to the reports on a letter, and what takes it back."""

from collections.abc import Mapping

from letters.moderation.models import Case, Decision
from letters.moderation.wishes import Deed, Done, Effect, Wish
from petition.lib.refusal import Refused

Verdict = Decision.Verdict


def _keep(wish: Wish, deed: Deed) -> Done:
    return Done(_open(wish).letter_id)


def _unkeep(decision: Decision, deed: Deed) -> None:
    """Nothing was changed; its reports are asked again by whoever undoes."""


def _open(wish: Wish) -> Case:
    case = Case.objects.select_for_update(no_key=True).on_letters().filter(pk=wish.subject_id).first()
    if case is None:
        raise Refused("not-found")
    return case


OF_CASES: Mapping[str, Effect] = {Verdict.KEEP: Effect(_keep, _unkeep)}
