"""Who belongs to a team, and what its members may make of each other."""

import pytest

from accounts.actions import change_role, hand_over, leave, make_team, name_team, remove, team_for
from accounts.actions.teams import MOST_TEAMS
from accounts.models import Membership, Team, User
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.accounts.doors import kinds, newest
from tests.cast import ADA, NOOR, Person
from tests.makers import make_team as row_of_a_team
from tests.makers import make_user

pytestmark = pytest.mark.django_db

OWNER, EDITOR, VIEWER = Membership.Role.OWNER, Membership.Role.EDITOR, Membership.Role.VIEWER


@pytest.fixture
def team(organizer: User) -> Team:
    return row_of_a_team(organizer)


def join(team: Team, person: Person, role: str) -> User:
    user = make_user(person)
    Membership.objects.create(team=team, user=user, role=role)
    return user


def role_of(team: Team, person: User) -> str | None:
    return Membership.objects.filter(team=team, user=person).values_list("role", flat=True).first()


def test_whoever_makes_a_team_owns_it(organizer: User) -> None:
    team = make_team(organizer, name="The studio")

    assert list(team.owners()) == [organizer]
    assert AuditEvent.objects.get(verb="accounts.make_team").changes == {"name": ["", "The studio"]}


def test_nobody_owns_more_teams_than_anybody_needs(organizer: User) -> None:
    for number in range(MOST_TEAMS):
        make_team(organizer, name=f"Team {number}")

    with pytest.raises(Refused, match="too-many-teams"):
        make_team(organizer, name="One more")


def test_a_changed_role_is_remembered_and_told(team: Team, organizer: User) -> None:
    ada = join(team, ADA, VIEWER)

    change_role(team, ada, EDITOR, person=organizer)

    event = AuditEvent.objects.get(verb="accounts.change_role")
    assert role_of(team, ada) == EDITOR
    assert (event.actor, event.changes) == (f"user {organizer.pk}", {"member": ada.pk, "role": [VIEWER, EDITOR]})
    assert (kinds(), newest().address) == (["accounts.role_changed"], ADA.address)


def test_the_same_role_again_changes_nothing(team: Team, organizer: User) -> None:
    ada = join(team, ADA, EDITOR)

    change_role(team, ada, EDITOR, person=organizer)

    assert (kinds(), AuditEvent.objects.count()) == ([], 0)


def test_the_last_owner_does_not_step_down(team: Team, organizer: User) -> None:
    join(team, ADA, EDITOR)

    with pytest.raises(Refused, match="last-owner"):
        change_role(team, organizer, EDITOR, person=organizer)


def test_the_last_owner_does_not_leave(team: Team, organizer: User) -> None:
    join(team, ADA, EDITOR)

    with pytest.raises(Refused, match="last-owner"):
        leave(team, person=organizer)


def test_the_last_owner_is_not_removed(team: Team, organizer: User) -> None:
    with pytest.raises(Refused, match="last-owner"):
        remove(team, organizer, person=organizer)


def test_one_of_two_owners_may_leave(team: Team, organizer: User) -> None:
    join(team, ADA, OWNER)

    leave(team, person=organizer)

    assert role_of(team, organizer) is None


@pytest.mark.parametrize("gone", [{"is_active": False}, {"closing_at": "2030-01-01T00:00Z"}])
def test_an_owner_whose_account_ends_goes_on_for_nobody(team: Team, organizer: User, gone: dict[str, object]) -> None:
    User.objects.filter(pk=join(team, ADA, OWNER).pk).update(**gone)

    with pytest.raises(Refused, match="last-owner"):
        leave(team, person=organizer)


def test_a_member_who_is_removed_hears_of_it_once(team: Team, organizer: User) -> None:
    ada = join(team, ADA, EDITOR)

    for _ in range(2):
        remove(team, ada, person=organizer)

    assert role_of(team, ada) is None
    assert kinds() == ["accounts.removed"]


def test_ownership_is_handed_over_in_one_step(team: Team, organizer: User) -> None:
    ada = join(team, ADA, VIEWER)

    hand_over(team, ada, person=organizer)

    assert (role_of(team, ada), role_of(team, organizer)) == (OWNER, EDITOR)
    assert kinds() == ["accounts.role_changed"]


def test_a_team_is_handed_to_members_alone(team: Team, organizer: User) -> None:
    with pytest.raises(Refused, match="not-a-member"):
        hand_over(team, make_user(NOOR), person=organizer)

    assert role_of(team, organizer) == OWNER


def test_a_role_lost_since_the_page_was_opened_does_nothing(team: Team, organizer: User) -> None:
    ada = join(team, ADA, EDITOR)

    with pytest.raises(Refused, match="not-yours"):
        remove(team, organizer, person=ada)
    with pytest.raises(Refused, match="not-yours"):
        name_team(team, name="Ours", person=ada)


def test_who_leaves_the_team_of_their_own_gets_another_when_it_is_needed(organizer: User) -> None:
    own = team_for(organizer)
    join(own, ADA, OWNER)

    leave(own, person=organizer)

    assert team_for(organizer) != own
