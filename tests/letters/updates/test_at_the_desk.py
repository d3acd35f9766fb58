"""An update at the desk: read before it goes out or after that, sent back, approved, and taken back by its team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from letters.models import Letter, Submission
from letters.updates.actions import cancel
from letters.writing.actions import ask_changes, reject, reopen
from petition.lib.refusal import Refused
from tests.letters.updates.newsroom import (
    approved,
    newest,
    of_untrusted,
    owed_to,
    reader,
    send_it,
    sent,
    state_of,
    sweep,
    written,
)

pytestmark = pytest.mark.django_db


def test_news_of_a_team_that_is_not_trusted_waits_for_the_desk(letter: Letter) -> None:
    reader(letter)
    update = send_it(written(of_untrusted(letter)))

    sweep()
    assert (state_of(update), owed_to()) == ("submitted", [])
    approved(update)
    sweep()

    assert (state_of(update), len(owed_to())) == ("sending", 1)
    assert Submission.objects.get().kind == "update"


@pytest.mark.parametrize("verb", [ask_changes, reject])
def test_what_the_desk_sends_back_is_its_teams_again(letter: Letter, verb: object) -> None:
    update = send_it(written(of_untrusted(letter)))

    verb(Submission.objects.get().pk, by="user 1")  # type: ignore[operator]
    sweep()
    assert state_of(update) == "draft"
    reopen(Submission.objects.get().pk, by="user 1")
    sweep()

    assert state_of(update) == "submitted"


def test_an_approval_is_undone_while_nothing_has_gone_out(letter: Letter) -> None:
    at = timezone.now()
    update = send_it(written(of_untrusted(letter)), send_at=at + timedelta(hours=1))
    approved(update)
    sweep()
    assert state_of(update) == "scheduled"

    reopen(Submission.objects.get().pk, by="user 1")
    sweep(at=at + timedelta(hours=2))
    assert (state_of(update), owed_to()) == ("submitted", [])

    approved(update)
    sweep(at=at + timedelta(hours=2))
    with pytest.raises(Refused, match="published-already"):
        reopen(Submission.objects.get().pk, by="user 1")


def test_news_of_a_trusted_team_is_stopped_when_the_desk_refuses_it_afterwards(letter: Letter) -> None:
    reader(letter)
    update = sent(letter)

    reject(Submission.objects.get(kind="update_after").pk, by="user 1")
    sweep()
    sweep()

    update.refresh_from_db()
    assert (update.state, update.published_at, owed_to()) == ("cancelled", None, [])
    assert newest(update).ended_at


def test_what_nobody_has_yet_is_taken_back_from_the_desk_and_from_the_clock(letter: Letter, organizer: User) -> None:
    update = send_it(written(of_untrusted(letter)))

    cancel(update.pk, person=organizer)
    sweep()

    assert (state_of(update), Submission.objects.get().outcome) == ("draft", "taken_back")
    send_it(update)
    assert state_of(update) == "submitted"
