import pytest

from accounts.actions import person_for
from accounts.models import Membership, Team, User
from tests.cast import ADA, OLIVE
from tests.makers import make_team


@pytest.fixture
def olive(db: None) -> User:
    return person_for(OLIVE.address, name=OLIVE.name)


@pytest.fixture
def ada(db: None) -> User:
    return person_for(ADA.address, name=ADA.name)


@pytest.fixture
def team(olive: User) -> Team:
    return make_team(olive)


@pytest.fixture
def shared(team: Team, ada: User) -> Team:
    """A team that Olive and Ada own together."""
    Membership.objects.create(team=team, user=ada, role=Membership.Role.OWNER)
    return team
