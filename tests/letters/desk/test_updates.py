"""News to signers at the desk: read as it will go out, approved, sent back, or stopped."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Decision, Letter, Submission
from letters.moderation.actions import undo
from letters.moderation.actions.sweeping import tell_submitted
from petition.lib.refusal import Refused
from petition.outbox.models import Message
from tests.cast import MO
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import Verdict, on_submission
from tests.letters.updates.conftest import letter
from tests.letters.updates.newsroom import of_untrusted, readers, send_it, sent, sweep, written

__all__ = ["letter"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(letter: Letter) -> Submission:
    readers(letter, 2)
    update = send_it(written(of_untrusted(letter)))
    assert update.submission
    return update.submission


def page(submission: Submission) -> str:
    return reverse("desk:submission", args=[submission.pk])


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client, MO)


def test_it_waits_in_the_queue_of_letters_and_is_read_with_its_audience(
    client: Client, mo: User, handed: Submission
) -> None:
    assert "update to signers" in client.get(reverse("desk:letters") + "?kind=update").text

    text = client.get(page(handed)).text

    assert "<strong>twice</strong>" in text
    assert "Everybody who agreed to news: 2 readers now" in text
    assert "Compared with version" not in text


def test_its_team_hears_that_the_desk_has_it(handed: Submission) -> None:
    tell_submitted()
    assert Message.objects.filter(kind="moderation.submitted", cause=handed.pk).count() == 1


def test_approved_it_goes_out(client: Client, mo: User, handed: Submission) -> None:
    client.post(page(handed), {"verdict": "approve"})
    sweep()

    assert Message.objects.filter(kind="updates.update").count() == 2


@pytest.mark.parametrize(("verdict", "reason"), [(Verdict.ASK_CHANGES, "unreadable"), (Verdict.REJECT, "spam")])
def test_sent_back_it_is_undone_while_nothing_has_gone_out(
    mo: User, handed: Submission, verdict: Verdict, reason: str
) -> None:
    decision = on_submission(handed, verdict, reason=reason)
    sweep()
    undo(decision.pk, person=mo)
    sweep()

    handed.refresh_from_db()
    assert (handed.outcome, handed.letter.updates.get().state) == ("", "submitted")


def test_an_approval_is_undone_until_it_is_on_its_way(mo: User, handed: Submission) -> None:
    decision = on_submission(handed, Verdict.APPROVE)
    undo(decision.pk, person=mo)
    sweep()
    assert not Message.objects.filter(kind="updates.update").exists()

    decision = on_submission(handed, Verdict.APPROVE)
    sweep()
    with pytest.raises(Refused, match="published-already"):
        undo(decision.pk, person=mo)


def test_of_a_trusted_team_it_is_fine_or_stopped_for_good(client: Client, mo: User, letter: Letter) -> None:
    readers(letter, 2)
    handed = sent(letter).submission
    assert handed
    text = client.get(page(handed)).text
    assert ("It is fine" in text, "Stop it" in text, "Ask for changes" in text) == (True, True, False)

    client.post(page(handed), {"verdict": "reject", "reason": "spam"})
    sweep()

    assert Decision.objects.get().before["is_final"]
    assert not Message.objects.filter(kind="updates.update", state="owed").exists()


def test_it_is_no_text_of_the_letter(client: Client, handed: Submission, organizer: User) -> None:
    client.force_login(organizer)
    text = client.get(reverse("studio:letter", args=[handed.letter_id])).text
    assert "With the desk" not in text
