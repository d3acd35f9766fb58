import pytest
from django.test import Client

from accounts.models import Team, User
from letters.models import Draft, Letter
from letters.writing.actions import start
from tests.makers import make_team


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
