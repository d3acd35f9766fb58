import pytest
from django.test import Client

from accounts.models import Membership, Team, User
from letters.models import Draft, Letter
from letters.writing.actions import start
from tests.cast import ADA, SUZIE
from tests.makers import make_team, make_user


@pytest.fixture
def team(organizer: User) -> Team:
    return make_team(organizer)


@pytest.fixture
def unpublished(team: Team, organizer: User) -> Letter:
    """A letter of Olive's team that nobody else has seen."""
    return start(team, person=organizer)


@pytest.fixture
def draft(unpublished: Letter) -> Draft:
    return unpublished.drafts.get()


@pytest.fixture
def studio(client: Client, organizer: User) -> Client:
    """Olive, signed in."""
    client.force_login(organizer)
    return client


@pytest.fixture
def viewer(team: Team) -> Client:
    """Ada, who may look at the letters of Olive's team, signed in."""
    return member_of(team, "viewer")


@pytest.fixture
def editor(team: Team) -> Client:
    """Suzie, who may write in them."""
    return member_of(team, "editor")


def member_of(team: Team, role: str) -> Client:
    person = make_user({"viewer": ADA, "editor": SUZIE}[role])
    Membership.objects.create(team=team, user=person, role=role)
    client = Client()
    client.force_login(person)
    return client
