"""After two weeks an account is gone, and what others need of it is not."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.mail import AGREEMENT, KINDS
from accounts.models import Membership, Team, User
from accounts.team_mail import PLACE_CHANGED
from letters.models import Decision, Draft, Letter, Submission
from letters.moderation import digest as desk
from letters.privacy.actions import close_account, come_back, erase_closed
from letters.privacy.mail import CLOSING
from letters.privacy.rules import COMES_BACK_WITHIN
from letters.signing import mail as signing
from letters.writing.actions import start
from letters.writing.actions.illustrating import add_image
from letters.writing.images import Picture, name_of
from petition.audit.models import AuditEvent
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.accounts import doors
from tests.cast import OLIVE
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


def erase(person: User) -> int:
    close_account(person)
    return erase_closed(at=timezone.now() + COMES_BACK_WITHIN)


def test_an_account_is_erased_after_two_weeks_and_not_before(olive: User) -> None:
    close_account(olive)
    now = timezone.now()

    assert erase_closed(at=now + COMES_BACK_WITHIN - timedelta(minutes=1)) == 0
    assert erase_closed(at=now + COMES_BACK_WITHIN) == 1
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_who_came_back_stays(olive: User) -> None:
    close_account(olive)
    come_back(olive)

    assert erase_closed(at=timezone.now() + COMES_BACK_WITHIN) == 0


def test_the_erased_get_one_last_mail_and_their_address_is_in_no_other(olive: User) -> None:
    doors.sign_up(Client(), OLIVE.address)  # an address that has an account gets a mail

    erase(olive)

    kept = Message.objects.exclude(recipient=b"")
    assert [message.kind for message in kept] == ["privacy.closed"]


@pytest.mark.parametrize(
    "kind", [*sorted(set(KINDS.values())), AGREEMENT, PLACE_CHANGED, desk.DIGEST, signing.DIGEST, CLOSING]
)
def test_no_mail_about_the_erased_keeps_their_address(olive: User, kind: str) -> None:
    owe(kind, to=OLIVE.address, cause=olive.pk)
    Message.objects.update(state=Message.State.SENT)

    erase(olive)

    assert not Message.objects.filter(kind=kind).exclude(recipient=b"").exists()


def test_history_names_the_erased_by_number(olive: User) -> None:
    number = olive.pk

    erase(olive)

    last = AuditEvent.objects.latest("pk")
    assert (last.verb, last.subject_id, last.actor) == ("privacy.erase_account", number, "clock")
    assert AuditEvent.objects.filter(actor=f"user {number}").exists()


def test_a_team_of_one_goes_with_its_drafts(olive: User, team: Team) -> None:
    start(team, person=olive)

    erase(olive)

    assert not Team.objects.exists()
    assert not Letter.objects.exists()


def test_of_a_letter_that_was_decided_on_the_decision_stays_and_no_text(olive: User, team: Team) -> None:
    letter = start(team, person=olive)
    Submission.objects.create(letter=letter, kind="first", language="en", title="Mine", to="You", body="Text", by=olive)
    Decision.objects.create(kind="submission", subject_id=1, letter=letter, verdict="reject", reason="spam")
    Letter.objects.update(state="rejected")

    erase(olive)

    assert Decision.objects.get().letter.team.name == ""
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_letters_of_a_team_with_another_owner_stay(olive: User, ada: User, shared: Team) -> None:
    letter = make_letter(team=shared)

    erase(olive)

    assert Letter.objects.get() == letter
    assert list(shared.owners()) == [ada]


def test_a_letter_that_has_nobody_else_by_then_keeps_the_account(olive: User, ada: User, shared: Team) -> None:
    make_letter(team=shared)
    close_account(olive)
    Membership.objects.filter(user=ada).delete()

    assert erase_closed(at=timezone.now() + COMES_BACK_WITHIN) == 0
    assert User.objects.filter(pk=olive.pk).exists()


def test_no_picture_of_an_erased_letter_stays_in_the_storage(
    olive: User, team: Team, django_capture_on_commit_callbacks: Any
) -> None:
    picture = Picture(b"not really a picture", 1, 1)
    add_image(start(team, person=olive), picture, alt="A picture", person=olive)
    assert default_storage.exists(name_of(picture.key))

    with django_capture_on_commit_callbacks(execute=True):
        erase(olive)

    assert not default_storage.exists(name_of(picture.key))
    assert AuditEvent.objects.get(verb="writing.remove_image").actor == "clock"
