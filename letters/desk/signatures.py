"""Everything a moderator reads about one signature; the mail address itself never leaves the vault."""

from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.desk.dossiers import complaints_in
from letters.desk.queue import STATES, whys_of
from letters.desk.records import MOST_SHOWN, on_record, taken
from letters.desk.verdicts import Button
from letters.moderation.models import Case, Decision, Subject
from letters.moderation.reasons import reason_of
from letters.moderation.wishes import Deed
from letters.signing.forms import DISPLAYS
from letters.signing.models import Signature
from letters.writing.drafts import Question
from petition.lib.emails import domain_of
from petition.lib.vault import unseal

State = Signature.State
Verdict = Decision.Verdict

BUTTONS: dict[str, Button] = {
    Verdict.RELEASE: Button(_("Count it"), "a", _("It counts from now on, and its signer gets the receipt.")),
    Verdict.APPROVE_REASON: Button(_("Show the words"), "a", _("Readers see the words beside the name.")),
    Verdict.KEEP: Button(_("Keep it as it is"), "f", _("Its reports are answered, and nothing changes.")),
    Verdict.SHOW_NAME: Button(_("Show the name"), "w", _("Readers see the name again as its signer chose.")),
    Verdict.RESTORE: Button(_("Put it back"), "b", _("It stands as it did; the log says so, and its signer hears.")),
    Verdict.REFUSE: Button(_("Do not count it"), "r", _("It never counts; its signer is not told why.")),
    Verdict.STRIKE: Button(_("Strike it"), "s", _("It is taken out; the public log names the reason.")),
    Verdict.HIDE_NAME: Button(_("Hide the name"), "h", _("It stays counted, without a name; its signer is told why.")),
    Verdict.CLEAR_REASON: Button(_("Take the words away"), "c", _("The signature stays; its signer is told why.")),
}


KEEP_HIDDEN = Button(_("Keep the name hidden"), "h", _("It stays as it is; its signer is told why."))


def choices_on_signature(signature: Signature) -> list[tuple[str, Button]]:
    """What fits a signature as it stands."""
    buttons = BUTTONS | ({Verdict.HIDE_NAME: KEEP_HIDDEN} if signature.name_hidden_at else {})
    return [(verdict, button) for verdict, button in buttons.items() if fits(verdict, signature)]


def fits(verdict: str, signature: Signature) -> bool:
    state = signature.state
    stands = state in (State.CONFIRMED, State.HELD) and not signature.is_erased
    table = {
        Verdict.RELEASE: state in (State.HELD, State.REFUSED) and not signature.is_erased,
        Verdict.REFUSE: state == State.HELD,
        Verdict.STRIKE: state in (State.CONFIRMED, State.HELD, State.PENDING),
        Verdict.RESTORE: state == State.STRUCK,
        Verdict.HIDE_NAME: stands and (not signature.name_hidden_at or bool(signature.reported_at)),
        Verdict.SHOW_NAME: bool(signature.name_hidden_at),
        Verdict.APPROVE_REASON: signature.reason_awaits and bool(signature.reason),
        Verdict.CLEAR_REASON: bool(signature.reason),
        Verdict.KEEP: signature.awaits_only_a_look,
    }
    return table[Verdict(verdict)]


def facts_about(signature: Signature, deed: Deed) -> dict[str, Any]:
    decisions = on_record(Decision.objects.on(Subject.SIGNATURE, signature.pk))
    return {
        "signature": signature,
        "state_words": STATES[State(signature.state)],
        "display_words": dict(DISPLAYS)[Signature.Display(signature.display)],
        "whys": whys_of(signature),
        "domain": domain_of(unseal(signature.address)) if signature.address else "",
        "neighbours": _neighbours(signature),
        "answers": _answers(signature),
        "complaints": _complaints(signature),
        "on_it": taken(decisions, person=deed.person, at=deed.at),
        "struck_for": _struck_for(signature),
    }


def _complaints(signature: Signature) -> list[tuple[Case, list[dict[str, Any]]]]:
    """What was reported, the open case first."""
    cases = Case.objects.filter(signature=signature).order_by("-id")[:MOST_SHOWN]
    return [(case, complaints_in(case)) for case in sorted(cases, key=lambda case: case.decided_at is not None)]


def _struck_for(signature: Signature) -> str:
    reason = reason_of(Verdict.STRIKE, signature.ended_reason)
    return str(reason.words) if reason else ""


def _neighbours(signature: Signature) -> list[tuple[str | Promise, int]]:
    """How many others came from the same network, by state."""
    same = Signature.objects.of_the_same_network(signature).order_by("state")
    numbers = same.values_list("state").annotate(many=Count("pk"))
    return [(STATES[State(state)], number) for state, number in numbers]


def _answers(signature: Signature) -> list[tuple[str, Any]]:
    questions = Question.objects.filter(letter=signature.letter_id).order_by("rank", "id")
    given = ((question.label, signature.answers.get(str(question.pk))) for question in questions)
    return [(label, answer) for label, answer in given if answer is not None]
