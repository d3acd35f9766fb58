import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import invite, person_for, withdraw_invitation
from accounts.models import Invitation, Team, User
from petition.lib.tokens import Purpose, make
from tests.accounts import doors
from tests.cast import ADA, MALLORY

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(team: Team, organizer: User) -> Invitation:
    invite(team, "Ada@Example.org", "editor", person=organizer, language="en")
    return Invitation.objects.get()


def link_to(invitation: Invitation, page: str = "invitation") -> str:
    return reverse(f"studio:{page}", args=[make(Purpose.INVITE, invitation.pk)])


def test_opening_the_link_changes_nothing(client: Client, team: Team, kept: Invitation) -> None:
    client.force_login(person_for(ADA.address))

    page = client.get(link_to(kept))

    assert "Accept" in page.content.decode()
    assert team.members.count() == 1


def test_the_button_takes_the_place_once(client: Client, team: Team, kept: Invitation) -> None:
    client.force_login(person_for(ADA.address))

    answers = [client.post(link_to(kept)) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [reverse("studio:team", args=[team.pk])] * 2
    assert team.members.count() == 2


def test_a_new_account_comes_back_to_the_invitation(client: Client, team: Team, kept: Invitation) -> None:
    link = link_to(kept)
    assert f"{reverse('account_signup')}?next={link}" in client.get(link).content.decode()

    fields = {"email": ADA.address, "password1": doors.PASSWORD, "next": link}
    client.post(reverse("account_signup"), fields)
    answer = doors.prove(client)

    assert answer.headers["Location"] == link
    assert client.post(link).headers["Location"] == reverse("studio:team", args=[team.pk])


def test_an_account_that_signs_in_comes_back_to_the_invitation(client: Client, kept: Invitation) -> None:
    person_for(ADA.address)
    link = link_to(kept)

    client.post(f"{reverse('account_request_login_code')}?next={link}", {"email": ADA.address})
    answer = doors.post(client, "account_confirm_login_code", code=doors.code(), next=link)

    assert answer.headers["Location"] == link


def test_another_account_reads_how_to_go_on(client: Client, team: Team, kept: Invitation) -> None:
    client.force_login(person_for(MALLORY.address))

    page = client.post(link_to(kept)).content.decode()

    assert "Ada@Example.org" in page
    assert MALLORY.address in page
    assert team.members.count() == 1


def test_the_page_is_the_same_whether_the_address_has_an_account(kept: Invitation) -> None:
    link = link_to(kept)
    before = Client().get(link).content.decode().split("csrfmiddlewaretoken")[0]
    person_for(ADA.address)

    assert Client().get(link).content.decode().split("csrfmiddlewaretoken")[0] == before


def test_the_holder_turns_it_down_without_an_account(client: Client, kept: Invitation) -> None:
    client.post(link_to(kept, "decline_invitation"))

    assert client.get(link_to(kept)).status_code == 410


def test_a_link_to_a_withdrawn_invitation_names_no_team(
    client: Client, team: Team, organizer: User, kept: Invitation
) -> None:
    withdraw_invitation(team, kept.pk, person=organizer)

    page = client.get(link_to(kept))

    assert page.status_code == 410
    assert team.name not in page.content.decode()


@pytest.mark.parametrize("purpose", [Purpose.MANAGE, Purpose.INVITE])
def test_a_link_that_was_never_sent_opens_nothing(client: Client, purpose: Purpose) -> None:
    assert client.get(reverse("studio:invitation", args=[make(purpose, 999_999)])).status_code == 404
