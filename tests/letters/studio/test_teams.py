import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import invite
from accounts.models import Invitation, Membership, Team, User
from tests.cast import ADA, NOOR
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(team: Team) -> User:
    user = make_user(ADA)
    Membership.objects.create(team=team, user=user, role="editor")
    return user


def at(page: str, team: Team, *rest: int) -> str:
    return reverse(f"studio:{page}", args=(team.pk, *rest))


def test_a_team_is_made_and_opened(studio: Client, organizer: User) -> None:
    answer = studio.post(reverse("studio:teams"), {"name": "The choir"}, follow=True)

    assert "The choir" in answer.content.decode()
    assert Team.objects.get(name="The choir").owners().get() == organizer


def test_a_name_with_a_web_address_comes_back_with_its_message(studio: Client) -> None:
    answer = studio.post(reverse("studio:teams"), {"name": "visit evil.com"})

    assert answer.status_code == 422
    assert 'value="visit evil.com"' in answer.content.decode()
    assert not Team.objects.exists()


def test_an_invitation_is_listed_until_it_is_withdrawn(studio: Client, team: Team) -> None:
    page = studio.post(at("invite", team), {"address": ADA.address, "role": "editor"}, follow=True)
    assert ADA.address in page.content.decode()

    page = studio.post(at("withdraw_invitation", team, Invitation.objects.get().pk), follow=True)
    assert ADA.address not in page.content.decode()


@pytest.mark.parametrize("fields", [{"address": "ada at example", "role": "editor"}, {"role": "king"}, {}])
def test_an_invitation_to_nowhere_comes_back_with_its_message(studio: Client, team: Team, fields: dict) -> None:
    answer = studio.post(at("invite", team), fields)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()


def test_the_invited_is_no_member_already(studio: Client, team: Team, ada: User) -> None:
    answer = studio.post(at("invite", team), {"address": ADA.address, "role": "owner"})

    assert answer.status_code == 409
    assert "in the team already" in answer.content.decode()


def test_an_owner_changes_roles_and_removes(studio: Client, team: Team, ada: User) -> None:
    studio.post(at("change_role", team, ada.pk), {"role": "viewer"})
    assert team.memberships.get(user=ada).role == "viewer"

    studio.post(at("remove_member", team, ada.pk))
    assert not team.members.contains(ada)


def test_the_last_owner_reads_why_they_stay(studio: Client, team: Team, organizer: User, ada: User) -> None:
    tries = [("leave_team", []), ("remove_member", [organizer.pk]), ("change_role", [organizer.pk])]
    answers = [studio.post(at(page, team, *rest), {"role": "viewer"}) for page, rest in tries]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert all("hand the team over" in answer.content.decode() for answer in answers)
    assert team.owners().get() == organizer


def test_a_team_that_was_handed_over_can_be_left(studio: Client, team: Team, organizer: User, ada: User) -> None:
    studio.post(at("hand_over", team), {"to": ada.pk})
    studio.post(at("leave_team", team))

    assert (list(team.members.all()), team.owners().get()) == ([ada], ada)


def test_strangers_are_no_successors(studio: Client, team: Team, organizer: User, ada: User) -> None:
    answer = studio.post(at("hand_over", team), {"to": make_user(NOOR).pk})

    assert answer.status_code == 422
    assert team.owners().get() == organizer


def test_a_member_of_another_team_is_not_found(studio: Client, team: Team) -> None:
    stranger = make_user(NOOR)
    make_team(stranger)

    assert studio.post(at("remove_member", team, stranger.pk)).status_code == 404


def test_members_see_names_and_owners_also_addresses(client: Client, studio: Client, team: Team, ada: User) -> None:
    assert ADA.address in studio.get(at("team", team)).content.decode()

    client.force_login(ada)
    page = client.get(at("team", team)).content.decode()
    assert "Olive the Organizer" in page
    assert "olive@studio.example" not in page


def test_invited_addresses_are_for_owners(client: Client, team: Team, organizer: User, ada: User) -> None:
    invite(team, NOOR.address, "viewer", person=organizer, language="en")
    client.force_login(ada)

    assert NOOR.address not in client.get(at("team", team)).content.decode()


def test_what_an_owner_changes_is_said(studio: Client, team: Team) -> None:
    named = studio.post(reverse("studio:name_team", args=(team.pk,)), {"name": "The choir"}, follow=True)
    invited = {"address": "new@example.org", "role": "viewer"}
    asked = studio.post(reverse("studio:invite", args=(team.pk,)), invited, follow=True)

    assert "The team has its name." in named.content.decode()
    assert "A mail with the invitation is on its way." in asked.content.decode()
