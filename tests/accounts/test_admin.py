import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.actions import person_for, team_for
from accounts.models import User
from petition.audit.models import AuditEvent
from tests.accounts import doors
from tests.cast import OLIVE, SUZIE

pytestmark = pytest.mark.django_db

PAGES = [f"admin:accounts_{name}_changelist" for name in ("user", "team", "membership")]


@pytest.fixture
def staff(client: Client, olive: User) -> Client:
    User.objects.update(site_role="administrator")
    Authenticator.objects.create(user=olive, type=Authenticator.Type.TOTP, data={"secret": ""})
    client.force_login(olive)
    return client


def test_an_administrator_without_a_second_factor_is_sent_to_set_one_up(staff: Client) -> None:
    Authenticator.objects.all().delete()

    answer = staff.get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0].partition("?")[0] == reverse("accounts:second_factor")


def test_roles_and_memberships_change_only_where_their_rules_are(staff: Client, olive: User) -> None:
    team = team_for(olive)
    place = team.memberships.get()

    staff.post(reverse("admin:accounts_membership_change", args=[place.pk]), {"role": "viewer"})
    staff.post(reverse("admin:accounts_user_change", args=[olive.pk]), {"is_active": "on", "site_role": "moderator"})

    assert team.owners().get() == olive
    assert User.objects.get().is_administrator


def test_strangers_are_sent_to_sign_in_where_the_limits_are(client: Client) -> None:
    response = client.get(reverse("admin:login"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_an_organizer_is_no_staff(client: Client, olive: User) -> None:
    doors.sign_in(client)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_staff_see_people_and_teams(staff: Client, page: str) -> None:
    team_for(person_for(SUZIE.address, name=SUZIE.name))

    assert SUZIE.name in staff.get(reverse(page)).content.decode()


def test_whoever_is_shut_out_is_remembered(staff: Client, olive: User) -> None:
    suzie = person_for(SUZIE.address, name=SUZIE.name)

    staff.post(reverse("admin:accounts_user_change", args=[suzie.pk]), {"name": "Suzie"})

    suzie.refresh_from_db()
    event = AuditEvent.objects.get(verb="accounts.shut_out")
    assert (suzie.is_active, suzie.name) == (False, SUZIE.name)
    assert (event.actor, event.changes) == (f"user {olive.pk}", {"is_active": [True, False]})


def test_staff_change_no_address_and_invent_nobody(staff: Client, olive: User) -> None:
    fields = {"language": "en", "is_active": "on", "site_role": "administrator", "email": SUZIE.address}
    staff.post(reverse("admin:accounts_user_change", args=[olive.pk]), fields)

    assert User.objects.get().email == OLIVE.address
    assert staff.get(reverse("admin:accounts_user_add")).status_code == 403


def test_a_moderator_is_no_staff(staff: Client) -> None:
    User.objects.update(site_role="moderator")

    assert staff.get(reverse("admin:index"), follow=True).status_code == 403


def test_staff_change_their_password_where_everybody_does(staff: Client) -> None:
    response = staff.get(reverse("admin:password_change"))

    assert response.headers["Location"] == reverse("account_change_password")
