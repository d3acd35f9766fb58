import pytest

from accounts.models import Team, User
from letters.models import Letter
from tests.makers import make_letter, make_team
from tests.petition.outbox.conftest import sink

__all__ = ["sink"]


@pytest.fixture
def letter(organizer: User) -> Letter:
    """A public letter of a team that is trusted: what it sends waits for nobody."""
    team = make_team(organizer)
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    return make_letter("artists", team=Team.objects.get(pk=team.pk))
