import pytest

from accounts.access import may
from accounts.actions import person_for
from accounts.models import Membership, Team, User
from accounts.roles import MAY, Act
from tests.cast import MO, OLIVE

pytestmark = pytest.mark.django_db

Role = Membership.Role
EVERYTHING = set(Act)


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name="The studio")


def member(team: Team, role: str) -> User:
    person = person_for(OLIVE.address)
    Membership.objects.create(team=team, user=person, role=role)
    return person


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.OWNER, EVERYTHING), (Role.EDITOR, {Act.READ, Act.WRITE}), (Role.VIEWER, {Act.READ})],
)
def test_each_role_may_do_this_and_no_more(team: Team, role: str, allowed: set[Act]) -> None:
    person = member(team, role)

    assert {act for act in Act if may(person, act, team)} == allowed
    assert {act for act in Act if team in Team.objects.where_may(person, act)} == allowed


def test_every_role_stands_in_the_table() -> None:
    assert set(MAY) == set(Role.values)


def test_a_stranger_may_nothing(team: Team) -> None:
    member(team, Role.OWNER)

    assert not any(may(person_for(MO.address), act, team) for act in Act)


def test_a_closed_account_may_nothing(team: Team) -> None:
    person = member(team, Role.OWNER)
    person.is_active = False
    person.save()

    assert not any(may(person, act, team) for act in Act)
    assert not team.owners().exists()
