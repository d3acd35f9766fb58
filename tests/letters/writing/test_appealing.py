from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from letters.models import Letter, Submission
from letters.writing.actions import (
    appeal,
    approve,
    ask_changes,
    bring_back,
    reject,
    reopen,
    submit,
    take_down,
)
from petition.lib.refusal import Refused
from tests.makers import make_draft

pytestmark = pytest.mark.django_db
BY = "user 7"
WORDS = "It quotes a public record."


@pytest.fixture
def rejected(organizer: User) -> Letter:
    letter = make_draft()
    reject(submit(letter.pk, person=organizer).pk, by=BY)
    return letter


@pytest.fixture
def gone(letter: Letter) -> Letter:
    take_down(letter, notice="A court said so.", by=BY)
    return letter


def test_an_appeal_is_for_another_moderator(rejected: Letter, organizer: User, moderator: User) -> None:
    handed = appeal(rejected.pk, words=WORDS, person=organizer, decided_by=moderator)

    assert (handed.kind, handed.words, handed.title) == ("appeal", WORDS, "Pay the choir")
    assert Submission.objects.awaiting().get().not_for == moderator
    assert Letter.objects.get().state == "rejected"


def test_an_appeal_is_made_once(rejected: Letter, organizer: User) -> None:
    handed = appeal(rejected.pk, words=WORDS, person=organizer, decided_by=None)
    with pytest.raises(Refused, match="appealed-already"):
        appeal(rejected.pk, words="And then.", person=organizer, decided_by=None)

    reject(handed.pk, by="user 8")

    assert Letter.objects.get().state == "rejected"
    with pytest.raises(Refused, match="appealed-already"):
        appeal(rejected.pk, words="Once more.", person=organizer, decided_by=None)


def test_an_appeal_that_is_heard_publishes_what_was_rejected(rejected: Letter, organizer: User) -> None:
    handed = appeal(rejected.pk, words=WORDS, person=organizer, decided_by=None)

    approve(handed.pk, by="user 8")

    letter = Letter.objects.get()
    assert (letter.state, letter.title) == ("published", "Pay the choir")


def test_an_appeal_that_is_heard_brings_a_letter_back(gone: Letter, organizer: User) -> None:
    approve(appeal(gone.pk, words=WORDS, person=organizer, decided_by=None).pk, by="user 8")

    assert Letter.objects.get().state == "published"


def test_another_take_down_may_be_appealed_again(gone: Letter, organizer: User) -> None:
    reject(appeal(gone.pk, words=WORDS, person=organizer, decided_by=None).pk, by="user 8")
    bring_back(gone.pk, by=BY)
    take_down(gone, notice="Another court.", by=BY, at=timezone.now() + timedelta(seconds=1))

    later = timezone.now() + timedelta(seconds=2)
    assert appeal(gone.pk, words=WORDS, person=organizer, decided_by=None, at=later).pk


def test_an_appeal_is_answered_with_yes_or_no(rejected: Letter, organizer: User) -> None:
    handed = appeal(rejected.pk, words=WORDS, person=organizer, decided_by=None)

    with pytest.raises(Refused, match="appeals-need-yes-or-no"):
        ask_changes(handed.pk, by=BY)


def test_a_rejection_that_is_appealed_is_not_undone_beside_the_appeal(rejected: Letter, organizer: User) -> None:
    appeal(rejected.pk, words=WORDS, person=organizer, decided_by=None)

    with pytest.raises(Refused, match="handed-in-since"):
        reopen(Submission.objects.get(kind="first").pk, by=BY)


def test_what_was_not_refused_has_nothing_to_appeal(letter: Letter, organizer: User) -> None:
    with pytest.raises(Refused, match="nothing-to-appeal"):
        appeal(letter.pk, words=WORDS, person=organizer, decided_by=None)
