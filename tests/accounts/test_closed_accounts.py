"""An account that is closed can come back, and does nothing else until it has."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Invitation, Membership, Team, User
from letters.privacy.rules import COMES_BACK_WITHIN
from petition.lib.tokens import Purpose, make
from tests.accounts import doors
from tests.cast import ADA, OLIVE, RUTH
from tests.letters.desk.sitting import sit
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db

BACK = "studio:come_back"


@pytest.fixture
def closed(olive: User) -> User:
    """Olive after she has closed her account."""
    olive.closing_at = timezone.now() + COMES_BACK_WITHIN
    olive.save(update_fields=["closing_at"])
    return olive


@pytest.fixture
def team(db: None) -> Team:
    return make_team(make_user(ADA))


@pytest.mark.parametrize("where", ["/studio/", "/accounts/2fa/", "/letters/"])
def test_signing_in_leads_back_wherever_it_was_headed(client: Client, closed: User, where: str) -> None:
    way = {"login": OLIVE.address, "password": doors.PASSWORD, "next": where}

    answer = client.post(reverse("account_login"), way)

    assert answer.headers["Location"] == reverse(BACK)


def test_a_mailed_code_leads_back_too(client: Client, closed: User) -> None:
    doors.post(client, "account_request_login_code", email=OLIVE.address, next="/studio/")

    answer = doors.post(client, "account_confirm_login_code", code=doors.code(), next="/studio/")

    assert answer.headers["Location"] == reverse(BACK)


def test_after_a_second_factor_it_leads_back_too(client: Client, closed: User) -> None:
    app = doors.give_second_factor(closed)
    client.post(reverse("account_login"), {"login": OLIVE.address, "password": doors.PASSWORD, "next": "/desk/"})

    answer = doors.post(client, "mfa_authenticate", code=doors.code_of(app))

    assert answer.headers["Location"] == reverse(BACK)


def test_an_invitation_waits_until_its_owner_is_back(closed: User, team: Team) -> None:
    invite(team, OLIVE.address, "owner", person=team.owners().get(), language="en")
    link = reverse("studio:invitation", args=[make(Purpose.INVITE, Invitation.objects.get().pk)])
    client = doors.client_of(closed)

    assert client.post(link).headers["Location"] == reverse(BACK)
    assert not team.members.contains(closed)

    doors.post(client, BACK)
    client.post(link)
    assert team.members.contains(closed)


def test_nobody_is_made_an_owner_who_is_going(closed: User, team: Team) -> None:
    Membership.objects.create(team=team, user=closed, role="editor")
    client = doors.client_of(team.owners().get())

    answer = client.post(reverse("studio:change_role", args=[team.pk, closed.pk]), {"role": "owner"})

    assert answer.status_code == 409
    assert "unless they come back" in answer.content.decode()
    assert team.memberships.get(user=closed).role == "editor"


def test_the_tables_stay_shut(client: Client, olive: User) -> None:
    ruth = sit(client, RUTH, site_role="administrator")
    assert client.get(reverse("admin:index")).status_code == 200

    User.objects.filter(pk=ruth.pk).update(closing_at=timezone.now() + COMES_BACK_WITHIN)

    way = client.get(reverse("admin:index"), follow=True).redirect_chain
    assert way[-1] == (reverse(BACK), 302)
    assert client.post(reverse("admin:accounts_user_change", args=[olive.pk])).status_code == 302
    assert User.objects.get(pk=olive.pk).is_active


def test_the_page_says_why_the_last_administrator_stays(client: Client) -> None:
    client.force_login(make_user(RUTH, site_role="administrator"))

    shown = client.get(reverse("studio:close_account"))
    answer = client.post(reverse("studio:close_account"), {"sure": "yes"})

    assert (shown.status_code, answer.status_code) == (200, 409)
    assert all("the last administrator" in page.content.decode() for page in (shown, answer))
    assert User.objects.get().closing_at is None


def test_administrators_are_told_at_the_people_page_who_is_going(client: Client, closed: User) -> None:
    sit(client, RUTH, site_role="administrator")

    answer = client.post(reverse("desk:site_role", args=[closed.pk]), {"role": "moderator"})

    assert answer.status_code == 409
    assert "unless they come back" in answer.content.decode()


def test_the_tables_let_the_last_administrator_shut_nobody_out_with_them(client: Client) -> None:
    sit(client, RUTH, site_role="administrator")
    going = make_user(ADA, site_role="administrator", closing_at=timezone.now())

    client.post(reverse("admin:accounts_user_change", args=[going.pk]), {})

    assert not User.objects.get(pk=going.pk).is_active
    assert User.objects.administrators().here().count() == 1
