import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from tests.cast import ADA
from tests.letters.desk.sitting import sit
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db

PEOPLE = "/desk/people/"


@pytest.fixture
def administrator(client: Client) -> User:
    return sit(client, site_role="administrator")


def found(client: Client, words: str) -> str:
    return client.get(PEOPLE, {"q": words}).content.decode()


def test_without_a_search_those_who_work_for_the_site_are_listed(client: Client, administrator: User) -> None:
    make_user(ADA)

    page = client.get(PEOPLE).content.decode()

    assert administrator.email in page
    assert ADA.address not in page


@pytest.mark.parametrize("words", ["ADA@example.org", " ada  lovelace "])
def test_an_address_or_a_name_finds_its_owner(client: Client, administrator: User, words: str) -> None:
    make_user(ADA)

    assert "ada@example.org" in found(client, words)


@pytest.mark.parametrize("words", ["ada", "example.org", "%", "ada@"])
def test_parts_find_nobody(client: Client, administrator: User, words: str) -> None:
    make_user(ADA)

    assert "Nobody is called so" in found(client, words)


def test_a_role_is_given_and_taken(client: Client, administrator: User) -> None:
    ada = make_user(ADA)
    way = reverse("desk:site_role", args=[ada.pk])

    assert f"Saved: {ADA.name}." in client.post(way, {"role": "moderator"}, follow=True).content.decode()
    assert User.objects.get(pk=ada.pk).site_role == "moderator"

    client.post(way, {"role": ""})
    assert User.objects.get(pk=ada.pk).site_role == ""


def test_the_last_administrator_reads_why_they_stay(client: Client, administrator: User) -> None:
    answer = client.post(reverse("desk:site_role", args=[administrator.pk]), {"role": ""})

    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()


def test_an_invented_role_is_a_broken_request(client: Client, administrator: User) -> None:
    answer = client.post(reverse("desk:site_role", args=[administrator.pk]), {"role": "king"})

    assert answer.status_code == 400


def test_a_team_is_trusted_and_no_more(client: Client, administrator: User) -> None:
    team = make_team(make_user(ADA), name="The choir")
    assert "The choir" in found(client, "the choir")

    for answer in ("yes", "no"):
        client.post(reverse("desk:trust", args=[team.pk]), {"is_trusted": answer})
        assert Team.objects.get(pk=team.pk).is_trusted == (answer == "yes")


def test_a_moderator_finds_no_people(client: Client) -> None:
    sit(client)

    assert client.get(PEOPLE).status_code == 404
