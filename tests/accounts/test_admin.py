import pytest
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
    doors.sign_in(client)
    return client


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


def test_closing_an_account_is_remembered(staff: Client, olive: User) -> None:
    suzie = person_for(SUZIE.address)

    staff.post(reverse("admin:accounts_user_change", args=[suzie.pk]), {"language": "en", "name": "Suzie"})

    suzie.refresh_from_db()
    event = AuditEvent.objects.get(verb="accounts.correct_user")
    assert not suzie.is_active
    assert (event.actor, event.changes) == (f"user {olive.pk}", {"fields": ["name", "is_active"]})


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
