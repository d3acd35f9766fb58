from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from letters.models import Claim, Decision, Letter, Signature
from letters.moderation.actions import claim, decide, undo
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from letters.signing.queries import count_of
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import NOOR
from tests.letters.moderation.desks import MIA, MO, Verdict, moderator, strike, strike_of
from tests.letters.signing.trying import at_once
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def signature(letter: Letter) -> Signature:
    return make_signature(letter)


def test_a_decision_is_done_written_down_and_part_of_the_history(signature: Signature) -> None:
    decision = strike(signature, note="They wrote to us.")

    signature.refresh_from_db()
    event = AuditEvent.objects.get(verb="moderation.decide")
    assert (signature.state, count_of(signature.letter_id)) == ("struck", 0)
    assert (decision.by, decision.reason, decision.note) == (moderator(), "fraud", "They wrote to us.")
    assert (event.actor, event.subject_id) == (f"user {decision.by_id}", decision.pk)


def test_the_second_is_told_who_decided_what_and_when(signature: Signature) -> None:
    first = strike(signature, at=NOW)

    with pytest.raises(Refused, match="already-decided") as refused:
        strike(signature, moderator(MIA))

    assert refused.value.details == {"by": MO.name, "verdict": "strike", "at": NOW, "decision": first.pk}
    assert Decision.objects.count() == 1


def test_whoever_knows_of_the_last_decision_may_take_another(signature: Signature) -> None:
    first = strike(signature)
    restoring = Wish(Subject.SIGNATURE, signature.pk, Verdict.RESTORE)

    with pytest.raises(Refused, match="already-decided"):
        decide(restoring, person=moderator(MIA))
    assert decide(replace(restoring, seen=first.pk), person=moderator(MIA)).pk > first.pk


def test_whoever_lost_the_desk_since_decides_nothing_and_takes_nothing_back(signature: Signature) -> None:
    decision, person = strike(signature), moderator()
    User.objects.filter(pk=person.pk).update(site_role="")

    with pytest.raises(Refused, match="not-yours"):
        undo(decision.pk, person=person)
    with pytest.raises(Refused, match="not-yours"):
        strike(make_signature(signature.letter, NOOR), person)


def test_nobody_decides_about_a_letter_of_their_own_team(signature: Signature) -> None:
    Membership.objects.create(team=signature.letter.team, user=moderator(), role="viewer")

    with pytest.raises(Refused, match="own-letter"):
        strike(signature)
    assert strike(signature, moderator(MIA)).pk


def test_what_another_has_open_is_not_decided(signature: Signature) -> None:
    claim(Subject.SIGNATURE, signature.pk, person=moderator(MIA), at=NOW)

    with pytest.raises(Refused, match="claimed") as refused:
        strike(signature, at=NOW)

    assert refused.value.details["by"] == MIA.name
    assert strike(signature, at=NOW + timedelta(minutes=15))


def test_a_decision_gives_the_item_back(signature: Signature) -> None:
    claim(Subject.SIGNATURE, signature.pk, person=moderator())

    strike(signature)

    assert not Claim.objects.exists()


def test_nothing_is_written_when_the_verb_refuses(letter: Letter) -> None:
    withdrawn = make_signature(letter, state="withdrawn")

    with pytest.raises(Refused, match="signature-not-counted"):
        strike(withdrawn)

    assert not Decision.objects.exists()


def test_a_verdict_needs_one_of_its_reasons(signature: Signature) -> None:
    with pytest.raises(Refused, match="no-such-reason"):
        strike(signature, reason="because")


def test_a_verdict_that_does_not_fit_the_subject_is_refused(signature: Signature) -> None:
    with pytest.raises(Refused, match="no-such-verdict"):
        decide(Wish(Subject.SIGNATURE, signature.pk, Verdict.UPHOLD), person=moderator())


def test_undoing_puts_back_and_stays_on_record(signature: Signature) -> None:
    decision = strike(signature, at=NOW)

    undo(decision.pk, person=moderator(), at=NOW + timedelta(minutes=30))
    undo(decision.pk, person=moderator(), at=NOW + timedelta(minutes=31))

    signature.refresh_from_db()
    decision.refresh_from_db()
    assert (signature.state, count_of(signature.letter_id)) == ("confirmed", 1)
    assert decision.undone_at == NOW + timedelta(minutes=30)
    assert AuditEvent.objects.filter(verb="moderation.undo").count() == 1


def test_half_an_hour_later_it_is_too_late(signature: Signature) -> None:
    decision = strike(signature, at=NOW)

    with pytest.raises(Refused, match="too-late-to-undo"):
        undo(decision.pk, person=moderator(), at=NOW + timedelta(minutes=30, seconds=1))


def test_only_who_decided_undoes(signature: Signature) -> None:
    decision = strike(signature)

    with pytest.raises(Refused, match="not-yours-to-undo"):
        undo(decision.pk, person=moderator(MIA))


def test_nobody_undoes_about_a_letter_of_their_own_team(signature: Signature) -> None:
    decision = strike(signature)
    Membership.objects.create(team=signature.letter.team, user=moderator(), role="viewer")

    with pytest.raises(Refused, match="own-letter"):
        undo(decision.pk, person=moderator())
    assert count_of(signature.letter_id) == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_one_stands() -> None:
    signature = make_signature(make_letter())
    people = [moderator(MO), moderator(MIA)] * 4

    outcomes = at_once(*(partial(decide, strike_of(signature), person=person) for person in people))

    assert outcomes.count("already-decided") == 7
    assert Decision.objects.count() == 1
    assert count_of(signature.letter_id) == 0


@pytest.mark.django_db(transaction=True)
def test_undone_many_times_at_once_it_is_undone_once() -> None:
    signature = make_signature(make_letter())
    decision = strike(signature)

    at_once(*[partial(undo, decision.pk, person=moderator())] * 8)

    assert count_of(signature.letter_id) == 1
    assert AuditEvent.objects.filter(verb="signing.restore").count() == 1
