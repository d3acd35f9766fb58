"""What moderators decide about a signature, and how each decision is taken back."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from letters.models import Case, Decision, Letter, Signature
from letters.moderation.actions import decide, undo
from letters.moderation.actions.forgetting import forget_cleared_words
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from letters.signing.actions import erase, hide_name
from letters.signing.queries import count_of, differing_from_the_log
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import ADA, NOOR
from tests.letters.moderation.desks import MIA, Verdict, moderator
from tests.letters.signing.trying import at_once, facts_in_the_log, kinds_in_the_log
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db
NOW = timezone.now()
REASONS = {"strike": "fraud", "refuse": "terms", "hide_name": "insult", "clear_reason": "spam"}
LINK = "See https://spam.example"


def wish(signature: Signature, verdict: str, **options: Any) -> Wish:
    return Wish(Subject.SIGNATURE, signature.pk, Verdict(verdict), REASONS.get(verdict, ""), **options)


def taken(signature: Signature, verdict: str, **options: Any) -> Decision:
    return decide(wish(signature, verdict, **options), person=moderator())


def facts(signature: Signature) -> dict[str, Any]:
    """Everything a decision may touch."""
    row = Signature.objects.get(pk=signature.pk)
    names = ("state", "verdict", "reason", "reason_awaits", "reported_at", "confirmed_at", "search", "ended_reason")
    return {name: getattr(row, name) for name in names} | {
        "is_hidden": bool(row.name_hidden_at),
        "waits": row.awaits_since,
    }


# Each verdict, the signature it is taken on, and by how much it moves the count.
VERDICTS = {
    "release": ({"state": "held"}, 1),
    "refuse": ({"state": "held"}, 0),
    "strike": ({}, -1),
    "restore": ({"state": "struck", "ended_reason": "law"}, 1),
    "hide_name": ({}, 0),
    "show_name": ({"name_hidden_at": NOW, "search": ""}, 0),
    "approve_reason": ({"reason": LINK, "reason_awaits": True}, 0),
    "clear_reason": ({"reason": LINK, "reason_awaits": True}, 0),
    "keep": ({}, 0),
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_decision_changes_what_it_says_and_undo_puts_all_of_it_back(letter: Letter, verdict: str) -> None:
    fields, moves = VERDICTS[verdict]
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, **{"reported_at": NOW} | fields)  # type: ignore[arg-type]
    before, count = facts(signature), count_of(letter.pk)

    decision = taken(signature, verdict)
    assert facts(signature) != before
    assert (count_of(letter.pk), facts(signature)["reported_at"]) == (count + moves, None)

    undo(decision.pk, person=moderator())
    assert facts(signature) == before
    assert (count_of(letter.pk), differing_from_the_log()) == (count, [])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_it_closes_the_open_case_and_undoing_opens_it_again(letter: Letter, verdict: str) -> None:
    fields, _ = VERDICTS[verdict]
    signature = make_signature(letter, ADA, **{"reported_at": NOW} | fields)  # type: ignore[arg-type]
    case = Case.objects.create(letter=letter, signature=signature, reports=1)

    decision = taken(signature, verdict)
    case.refresh_from_db()
    assert case.decided_at == decision.at

    undo(decision.pk, person=moderator())
    case.refresh_from_db()
    assert case.decided_at is None


@pytest.mark.parametrize("verdict", ["release", "restore", "show_name", "approve_reason", "clear_reason", "keep"])
def test_what_changes_nothing_is_no_decision(letter: Letter, verdict: str) -> None:
    signature = make_signature(letter, ADA)

    with pytest.raises(Refused, match="already-decided"):
        taken(signature, verdict)

    assert not Decision.objects.exists()


def test_a_name_that_an_organizer_hid_is_hidden_by_decision_and_undo_hides_it_for_review_again(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    hide_name(signature.pk, by="user 7")
    before = facts(signature)
    assert before["waits"]

    decision = taken(signature, "hide_name")
    assert (facts(signature)["is_hidden"], facts(signature)["waits"]) == (True, None)

    undo(decision.pk, person=moderator())
    assert facts(signature) == before


def test_what_the_desk_has_hidden_already_is_no_decision(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    first = taken(signature, "hide_name")

    with pytest.raises(Refused, match="already-decided"):
        taken(signature, "hide_name", seen=first.pk)


def test_a_release_that_was_taken_back_can_be_given_again(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="held")

    first = taken(signature, "release")
    undo(first.pk, person=moderator())
    taken(signature, "release", seen=first.pk)

    assert kinds_in_the_log(letter) == ["text", "sign", "strike", "sign"]
    assert (count_of(letter.pk), differing_from_the_log()) == (1, [])


def test_a_released_try_waits_as_it_did_when_the_release_is_taken_back(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="refused", confirmed_at=None, verdict="refuse", rule="trap")
    before = facts(signature)

    decision = taken(signature, "release")
    assert facts(signature)["state"] == "pending"
    undo(decision.pk, person=moderator())

    assert (facts(signature), count_of(letter.pk)) == (before, 0)


def test_a_pending_one_subtracts_nothing(letter: Letter) -> None:
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, state="pending")

    decision = taken(signature, "strike")
    assert (facts(signature)["state"], count_of(letter.pk)) == ("struck", 1)

    undo(decision.pk, person=moderator())
    assert (facts(signature)["state"], count_of(letter.pk)) == ("pending", 1)
    assert len(facts_in_the_log(letter)) == 2


def test_words_that_were_cleared_are_kept_sealed_and_nowhere_else(letter: Letter) -> None:
    signature = make_signature(letter, ADA, reason="Buy my book")

    decision = taken(signature, "clear_reason")

    assert "book" not in str(Decision.objects.values().get(pk=decision.pk))
    assert "book" not in str(list(AuditEvent.objects.values()))


def test_words_are_not_put_back_on_whoever_wrote_others_or_left(letter: Letter) -> None:
    wrote, left = (make_signature(letter, person, reason="Buy my book") for person in (ADA, NOOR))
    decisions = [taken(signature, "clear_reason") for signature in (wrote, left)]
    Signature.objects.filter(pk=wrote.pk).update(reason="Because.")
    erase(left.pk, keep_counted=True)

    for decision in decisions:
        undo(decision.pk, person=moderator())

    assert [facts(signature)["reason"] for signature in (wrote, left)] == ["Because.", ""]


def test_cleared_words_are_forgotten_when_it_is_too_late_to_put_them_back(letter: Letter) -> None:
    decision = taken(make_signature(letter, ADA, reason="Buy my book"), "clear_reason")

    assert forget_cleared_words(at=decision.at + timedelta(minutes=30)) == 0
    assert forget_cleared_words(at=decision.at + timedelta(minutes=31)) == 1

    decision.refresh_from_db()
    assert decision.before == {}


@pytest.mark.django_db(transaction=True)
def test_of_a_strike_and_a_restoration_at_once_the_count_is_right() -> None:
    letter = make_letter()
    signature = make_signature(letter, ADA)
    decision = taken(signature, "strike")
    again = partial(decide, wish(signature, "restore", seen=decision.pk), person=moderator(MIA))

    at_once(*[again, partial(undo, decision.pk, person=moderator())] * 6)

    assert (count_of(letter.pk), differing_from_the_log()) == (1, [])
    assert kinds_in_the_log(letter) == ["text", "sign", "strike", "restore"]
