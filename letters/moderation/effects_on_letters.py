"""What each verdict does to a submitted text or to a letter, and what takes it back."""

from collections.abc import Mapping

from letters.moderation.models import Decision
from letters.moderation.wishes import Deed, Done, Effect, Wish
from letters.writing import actions as writing
from letters.writing.models import Letter
from petition.lib.refusal import Refused

Verdict = Decision.Verdict


def take_down(letter_id: int, wish: Wish, deed: Deed) -> Done:
    """Take a letter out of sight; what another took down already is decided."""
    letter = locked(letter_id)
    if letter.state == Letter.State.TAKEN_DOWN:
        raise Refused("already-decided", by=_who_took_down(letter), verdict=wish.verdict, at=letter.taken_down_at)
    was = letter.state
    writing.take_down(letter, notice=wish.words, by=deed.by, at=deed.at)
    return Done(letter.pk, {"state": was})


def locked(letter_id: int) -> Letter:
    letter = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).first()
    if letter is None:
        raise Refused("not-found")
    return letter


def _who_took_down(letter: Letter) -> str:
    decisions = Decision.objects.filter(letter=letter, verdict=Verdict.TAKE_DOWN).standing().newest_first()
    newest = decisions.select_related("by").first()
    return str(newest.by) if newest and newest.by else ""


OF_SUBMISSIONS: Mapping[str, Effect] = {}
OF_LETTERS: Mapping[str, Effect] = {}
