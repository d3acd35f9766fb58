"""A place kept for one mailbox, until it is taken, turned down, withdrawn or out of date."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import accept, decline, forget_unanswered, invite, person_for, withdraw_invitation
from accounts.actions.invitations import ASKED_ONCE, LASTS, MOST_A_DAY, MOST_OPEN
from accounts.models import Invitation, Membership, Team, User
from accounts.team_mail import MAILS_A_DAY, invitation
from petition.lib import vault
from petition.lib.refusal import Refused
from petition.outbox.kinds import UNWANTED, Mail
from tests.accounts.doors import kinds, newest
from tests.cast import ADA, MALLORY, NOOR
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db

EDITOR, VIEWER = Membership.Role.EDITOR, Membership.Role.VIEWER


@pytest.fixture
def team(organizer: User) -> Team:
    return make_team(organizer)


def invite_to(team: Team, address: str = ADA.address, role: str = EDITOR, **how: object) -> Invitation:
    invite(team, address, role, person=team.owners()[0], language="en", **how)  # type: ignore[arg-type]
    return Invitation.objects.latest("pk")


def test_an_invitation_is_mailed_to_its_address(team: Team) -> None:
    kept = invite_to(team)

    assert (kinds(), newest().address) == (["accounts.invitation"], ADA.address)
    assert ADA.address.encode() not in bytes(kept.address)


def test_whoever_proved_the_address_takes_the_place_once(team: Team) -> None:
    kept, ada = invite_to(team, "ADA@Example.org"), person_for(ADA.address)

    for _ in range(2):
        accept(kept, person=ada)

    assert Membership.objects.get(team=team, user=ada).role == EDITOR
    assert not bytes(Invitation.objects.get().address)


def test_an_invitation_is_for_nobody_else(team: Team) -> None:
    kept = invite_to(team)

    with pytest.raises(Refused, match="invitation-of-another"):
        accept(kept, person=person_for(MALLORY.address))


def test_an_address_that_was_only_typed_accepts_nothing(team: Team) -> None:
    kept = invite_to(team)

    with pytest.raises(Refused, match="invitation-of-another"):
        accept(kept, person=make_user(ADA))


def test_a_place_that_was_taken_is_given_to_nobody_again(team: Team) -> None:
    kept, ada = invite_to(team), person_for(ADA.address)
    accept(kept, person=ada)
    Membership.objects.filter(user=ada).delete()

    with pytest.raises(Refused, match="invitation-gone"):
        accept(kept, person=ada)


def test_an_invitation_ends_after_a_fortnight(team: Team) -> None:
    kept, ada = invite_to(team), person_for(ADA.address)

    with pytest.raises(Refused, match="invitation-gone"):
        accept(kept, person=ada, at=kept.expires_at)
    accept(kept, person=ada, at=kept.expires_at - timedelta(seconds=1))


def test_an_invitation_that_was_withdrawn_opens_nothing_and_is_not_mailed(team: Team, organizer: User) -> None:
    kept = invite_to(team)
    message = newest()

    withdraw_invitation(team, kept.pk, person=organizer)

    message.refresh_from_db()
    assert message.state == "unwanted"
    assert invitation(message) is UNWANTED
    with pytest.raises(Refused, match="invitation-gone"):
        accept(kept, person=person_for(ADA.address))


def test_the_invitation_of_another_team_is_not_withdrawn(team: Team) -> None:
    kept, others = invite_to(team), make_team(make_user(NOOR))

    withdraw_invitation(others, kept.pk, person=others.owners()[0])

    assert Invitation.objects.get().withdrawn_at is None


def test_an_invitation_that_was_turned_down_is_over(team: Team) -> None:
    kept = invite_to(team)

    decline(kept)

    with pytest.raises(Refused, match="invitation-gone"):
        accept(kept, person=person_for(ADA.address))


def test_inviting_twice_in_a_minute_is_a_double_click(team: Team) -> None:
    first, again = invite_to(team), invite_to(team, "ADA@Example.org")

    assert (again.pk, kinds()) == (first.pk, ["accounts.invitation"])
    accept(first, person=person_for(ADA.address))


def test_inviting_again_later_mails_a_new_link(team: Team) -> None:
    older, newer = invite_to(team), invite_to(team, at=timezone.now() + ASKED_ONCE)

    older.refresh_from_db()
    assert (newer.pk > older.pk, bool(older.withdrawn_at)) == (True, True)


def test_a_newer_invitation_replaces_the_older_one(team: Team) -> None:
    older, newer = invite_to(team), invite_to(team, "Ada@example.org", VIEWER)

    with pytest.raises(Refused, match="invitation-gone"):
        accept(older, person=person_for(ADA.address))
    accept(newer, person=person_for(ADA.address))
    assert Membership.objects.get(team=team, role=VIEWER).user.email == ADA.address


def test_a_member_keeps_the_role_they_have(team: Team, organizer: User) -> None:
    kept = invite_to(team, role=VIEWER)
    Membership.objects.create(team=team, user=(ada := person_for(ADA.address)), role=EDITOR)

    accept(kept, person=ada)

    assert Membership.objects.get(team=team, user=ada).role == EDITOR


def test_members_are_not_invited(team: Team, organizer: User) -> None:
    with pytest.raises(Refused, match="member-already"):
        invite_to(team, organizer.email.upper())


def test_only_owners_invite(team: Team) -> None:
    Membership.objects.create(team=team, user=(ada := make_user(ADA)), role=EDITOR)

    with pytest.raises(Refused, match="not-yours"):
        invite(team, NOOR.address, VIEWER, person=ada, language="en")


def test_a_team_has_so_many_open_invitations_and_no_more(team: Team) -> None:
    for number in range(MOST_OPEN):
        invite_to(team, f"p{number}@example.org")

    with pytest.raises(Refused, match="too-many-invitations"):
        invite_to(team, "one-more@example.org")
    invite_to(team, "p0@example.org", VIEWER)  # replaces one


def test_a_day_has_so_many_invitations_over_all_teams_of_a_person(team: Team, organizer: User) -> None:
    Invitation.objects.bulk_create(
        Invitation(team=make_team(organizer), role=EDITOR, invited_by=organizer, expires_at=timezone.now(), **ENDED)
        for _ in range(MOST_A_DAY)
    )

    with pytest.raises(Refused, match="too-many-invitations"):
        invite_to(team)
    invite_to(team, at=timezone.now() + timedelta(days=1, seconds=1))


ENDED = {"address": b"", "identity": b"", "withdrawn_at": timezone.now()}


def test_many_teams_fill_no_mailbox(team: Team, organizer: User) -> None:
    for _ in range(MAILS_A_DAY + 2):
        invite_to(make_team(organizer))

    assert len(kinds()) == MAILS_A_DAY


def test_the_mail_has_the_link_and_of_what_was_typed_the_name_alone(team: Team) -> None:
    Team.objects.update(name="See evil.example/x")
    invite_to(team)

    mail = invitation(newest())

    assert isinstance(mail, Mail)
    assert "/studio/invitation/" in mail.text
    assert "evil.example" not in mail.text + mail.html + mail.subject


def test_the_address_of_an_invitation_that_ran_out_is_forgotten(team: Team) -> None:
    invite_to(team)
    now = timezone.now()

    assert forget_unanswered(at=now + LASTS - timedelta(minutes=1)) == 0
    assert forget_unanswered(at=now + LASTS + timedelta(minutes=1)) == 1
    assert not bytes(Invitation.objects.get().address)


def test_a_new_key_reaches_the_addresses_of_invitations(team: Team, settings: LazySettings) -> None:
    invite_to(team)
    settings.ADDRESS_KEYS = [b"n" * 32, *settings.ADDRESS_KEYS]

    call_command("reseal_addresses")

    kept = Invitation.objects.get()
    assert not vault.is_stale(kept.address)
    assert kept.typed_address == ADA.address
