from datetime import timedelta

import pytest
from django.utils import timezone

from letters.ledger.facts import Reason, Restore, Strike
from letters.models import Letter, Signature
from letters.signing.actions import Outcome, approve_reason, erase, rank_first, refuse, release, restore, strike
from letters.signing.queries import count_of, differing_from_the_log, first_signers
from letters.signing.rules import StrikeReason
from letters.writing.actions import amend, close
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.signing.trying import (
    HOLD,
    REFUSE,
    age_mails,
    click,
    facts_in_the_log,
    kinds_in_the_log,
    kinds_owed,
    row_of,
    try_to_sign,
)
from tests.makers import make_signature

State = Signature.State
MO = "user 7"
FRAUD = StrikeReason.FRAUD


def test_a_released_signature_counts_and_gets_its_receipt(letter: Letter) -> None:
    try_to_sign(letter, verdict=HOLD)
    click(letter)

    assert release(row_of(letter).pk, by=MO)
    assert not release(row_of(letter).pk, by=MO)

    assert (row_of(letter).state, row_of(letter).number, count_of(letter.pk)) == (State.CONFIRMED, 1, 1)
    assert kinds_owed() == ["please_confirm", "receipt"]


def test_a_refused_signature_never_counts(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="held")

    assert refuse(signature.pk, by=MO)
    assert not refuse(signature.pk, by=MO)

    assert (row_of(letter).state, count_of(letter.pk), kinds_owed()) == (State.REFUSED, 0, [])


def test_a_refusal_can_be_undone(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="held")
    refuse(signature.pk, by=MO)

    release(signature.pk, by=MO)

    assert (row_of(letter).state, count_of(letter.pk)) == (State.CONFIRMED, 1)


def test_a_released_try_is_confirmed_by_its_owner_first(letter: Letter) -> None:
    try_to_sign(letter, verdict=REFUSE)

    release(row_of(letter).pk, by=MO)

    assert (row_of(letter).state, kinds_owed(), count_of(letter.pk)) == (State.PENDING, ["please_confirm"], 0)
    click(letter)
    assert count_of(letter.pk) == 1


def test_striking_subtracts_one_once_and_restoring_adds_it_once(letter: Letter) -> None:
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA)

    changes = [strike(signature.pk, reason=FRAUD, by=MO), strike(signature.pk, reason=StrikeReason.LAW, by=MO)]
    assert (changes, count_of(letter.pk), row_of(letter).ended_reason) == ([True, False], 1, "fraud")

    changes = [restore(signature.pk, by=MO), restore(signature.pk, by=MO)]
    assert (changes, count_of(letter.pk), row_of(letter).state) == ([True, False], 2, State.CONFIRMED)
    assert row_of(letter).ended_reason == ""
    assert facts_in_the_log(letter)[3:] == [Strike(of=2, reason=Reason.FRAUD), Restore(of=2)]


def test_a_signature_that_was_erased_while_struck_counts_again_when_restored(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="struck")
    erase(signature.pk, keep_counted=False)

    restore(signature.pk, by=MO)

    assert (row_of(letter).state, count_of(letter.pk), differing_from_the_log()) == (State.CONFIRMED, 1, [])


def test_a_signature_held_for_a_text_that_was_amended_is_asked_for_once_more(letter: Letter) -> None:
    try_to_sign(letter, verdict=HOLD)
    click(letter)
    amend(letter, body="We want more.", note="Clearer", by=OPERATOR)
    age_mails(120)

    assert release(row_of(letter).pk, by=MO)

    assert (row_of(letter).state, count_of(letter.pk)) == (State.PENDING, 0)
    assert kinds_owed() == ["please_confirm", "please_confirm"]
    assert click(letter) == Outcome.COUNTED
    assert row_of(letter).version.number == 2


def test_a_signature_held_for_an_amended_text_stays_so_when_it_is_too_late_to_ask(letter: Letter) -> None:
    now = timezone.now()
    try_to_sign(letter, verdict=HOLD)
    click(letter)
    amend(letter, body="We want more.", note="Clearer", by=OPERATOR)
    close(letter, by=OPERATOR, at=now)

    with pytest.raises(Refused, match="letter-amended"):
        release(row_of(letter).pk, by=MO, at=now + timedelta(days=2))

    assert row_of(letter).state == State.HELD


@pytest.mark.parametrize("state", ["pending", "held"])
def test_striking_what_never_counted_subtracts_nothing(letter: Letter, state: str) -> None:
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, state=state)

    strike(signature.pk, reason=FRAUD, by=MO)
    assert count_of(letter.pk) == 1
    assert kinds_in_the_log(letter) == ["text", "sign"]

    restore(signature.pk, by=MO)
    assert (count_of(letter.pk), row_of(letter).state) == (1, state)


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_what_is_over_cannot_be_struck(letter: Letter, state: str) -> None:
    signature = make_signature(letter, ADA, state=state)

    with pytest.raises(Refused, match="signature-not-counted"):
        strike(signature.pk, reason=FRAUD, by=MO)


@pytest.mark.parametrize("verb", [release, refuse])
@pytest.mark.parametrize("state", ["pending", "withdrawn", "struck"])
def test_only_what_waits_is_decided(letter: Letter, verb: object, state: str) -> None:
    signature = make_signature(letter, ADA, state=state)

    with pytest.raises(Refused, match="signature-not-held"):
        verb(signature.pk, by=MO)  # type: ignore[operator]


def test_only_what_was_struck_is_restored(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="withdrawn")

    with pytest.raises(Refused, match="signature-not-struck"):
        restore(signature.pk, by=MO)


def test_every_decision_is_written_down_with_who_and_why(letter: Letter) -> None:
    signature = make_signature(letter, ADA, reason_awaits=True)

    approve_reason(signature.pk, by=MO)
    rank_first(signature.pk, 1, by=MO)
    strike(signature.pk, reason=FRAUD, by=MO)

    history = list(AuditEvent.objects.order_by("id").values_list("actor", "verb", "changes"))
    assert history == [
        (MO, "signing.approve_reason", {}),
        (MO, "signing.rank_first", {"rank": 1}),
        (MO, "signing.strike", {"reason": "fraud"}),
    ]


def test_first_signers_stand_in_their_order(letter: Letter) -> None:
    for rank, person in ((2, ADA), (1, NOOR)):
        rank_first(make_signature(letter, person).pk, rank, by=MO)
    make_signature(letter, SUZIE)

    assert [signature.name for signature in first_signers(letter)] == [NOOR.name, ADA.name]
