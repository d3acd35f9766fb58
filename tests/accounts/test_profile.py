from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import team_for
from accounts.models import Membership, Team, User
from petition.audit.models import AuditEvent
from tests.accounts import doors
from tests.cast import ADA, OLIVE
from tests.letters.desk.sitting import sit
from tests.makers import make_letter, make_team, make_user

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Olive  Oyl",
    "about": "I draw.\r\nAnd I write.",
    "link": "olive.example/me",
    "language": "en",
    "time_zone": "Europe/Paris",
}


@pytest.fixture
def signed_in(olive: User) -> Client:
    return doors.client_of(olive)


def keep(client: Client, **fields: str) -> Any:
    return doors.post(client, "accounts:you", **(SAID | fields))


def test_what_somebody_says_of_themselves_is_kept(signed_in: Client) -> None:
    keep(signed_in)

    olive = User.objects.get()
    assert (olive.name, olive.about, olive.link) == ("Olive Oyl", "I draw. And I write.", "https://olive.example/me")
    assert olive.time_zone == "Europe/Paris"


def test_a_new_name_is_the_teams_too(signed_in: Client, olive: User) -> None:
    team_for(olive)

    keep(signed_in)

    assert Team.objects.get().name == "Olive Oyl"


def test_a_team_with_a_name_of_its_own_keeps_it(signed_in: Client, olive: User) -> None:
    team_for(olive)
    Team.objects.update(name="The studio")

    keep(signed_in)

    assert Team.objects.get().name == "The studio"


def test_what_changed_is_remembered_by_its_fields_and_once(signed_in: Client, olive: User) -> None:
    keep(signed_in, time_zone="UTC")
    keep(signed_in, time_zone="UTC")

    event = AuditEvent.objects.get(verb="accounts.describe")
    assert (event.actor, event.changes) == (f"user {olive.pk}", {"fields": ["name", "about", "link"]})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "visit evil.com"),
        ("name", "a" * 101),
        ("about", "\u202eboo"),
        ("about", "a" * 501),
        ("link", "javascript:alert(1)"),
        ("link", "data:text/html,x"),
        ("link", "ftp://olive.example/"),
        ("link", "no address"),
        ("language", "tlh"),
        ("time_zone", "Europe/Atlantis"),
    ],
)
def test_what_is_refused_comes_back_with_the_message_at_its_field(signed_in: Client, field: str, value: str) -> None:
    page = keep(signed_in, **{field: value})

    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.content.decode()
    assert User.objects.get().name == OLIVE.name


def test_what_is_saved_is_said(signed_in: Client) -> None:
    assert "Saved." in signed_in.post("/accounts/", SAID, follow=True).content.decode()


def test_one_mistake_is_said_once(signed_in: Client) -> None:
    assert keep(signed_in, link="no address").context["form"].errors["link"] == ["Enter a valid URL."]


def test_a_zone_of_old_programs_is_no_choice_unless_it_was_chosen(signed_in: Client, olive: User) -> None:
    assert 'value="US/Pacific"' not in signed_in.get("/accounts/").content.decode()

    User.objects.filter(pk=olive.pk).update(time_zone="US/Pacific")

    assert 'value="US/Pacific" selected' in signed_in.get("/accounts/").content.decode()


def test_everything_about_an_account_is_linked_from_its_page(signed_in: Client, olive: User) -> None:
    page = signed_in.get("/accounts/").content.decode()

    ways = ("email/", "password/change/", "2fa/", "2fa/webauthn/", "sessions/")
    assert all(f'href="/accounts/{way}"' in page for way in ways)
    assert "/my-data/" in page
    assert "/accounts/elsewhere/" not in page


def test_colleagues_and_moderators_read_it_and_the_public_does_not(signed_in: Client, olive: User) -> None:
    keep(signed_in)
    letter = make_letter("artists", team=make_team(olive))
    colleague = make_user(ADA)
    Membership.objects.create(team=letter.team, user=colleague, role="viewer")
    sit(desk := Client())

    def reads(client: Client, page: str, *arguments: object) -> bool:
        text = client.get(reverse(page, args=arguments)).content.decode()
        return "I draw. And I write." in text and 'href="https://olive.example/me"' in text

    assert reads(doors.client_of(colleague), "studio:team", letter.team_id)
    assert reads(desk, "desk:letter", letter.pk)
    assert not reads(Client(), "pages:letter", letter.slug)
