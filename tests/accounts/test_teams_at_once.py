"""Whatever owners do to each other at the same moment, one stays."""

from functools import partial

import pytest

from accounts.actions import change_role, invite, leave, remove
from accounts.models import Membership, Team, User
from accounts.team_mail import MAILS_A_DAY
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, OLIVE, SUZIE
from tests.letters.signing.trying import at_once, overlapping
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)

OWNER, EDITOR = Membership.Role.OWNER, Membership.Role.EDITOR


@pytest.fixture
def owners() -> list[User]:
    return [make_user(person) for person in (OLIVE, ADA, NOOR)]


@pytest.fixture
def team(owners: list[User]) -> Team:
    team = make_team(owners[0])
    for person in owners[1:]:
        Membership.objects.create(team=team, user=person, role=OWNER)
    return team


def test_owners_who_leave_at_once_leave_one(team: Team, owners: list[User]) -> None:
    answers = at_once(*(partial(leave, team, person=person) for person in owners))

    assert sorted(answers, key=str) == [None, None, "last-owner"]
    assert team.owners().count() == 1


def test_owners_who_step_down_at_once_leave_one(team: Team, owners: list[User]) -> None:
    at_once(*(partial(change_role, team, person, EDITOR, person=person) for person in owners))

    assert team.owners().count() == 1


def test_owners_who_remove_each_other_at_once_leave_one(team: Team, owners: list[User]) -> None:
    ring = zip(owners, owners[1:] + owners[:1], strict=True)

    at_once(*(partial(remove, team, other, person=person) for person, other in ring))

    assert team.owners().count() == 1


def test_teams_that_invite_one_mailbox_at_once_stay_within_its_limit(owners: list[User]) -> None:
    teams = [make_team(owners[0]) for _ in range(MAILS_A_DAY + 1)]
    wishes = [partial(invite, one, SUZIE.address, EDITOR, person=owners[0], language="en") for one in teams]
    for wish in wishes[2:]:
        wish()

    overlapping(*wishes[:2])

    assert Message.objects.count() == MAILS_A_DAY


def test_an_address_that_is_invited_twice_at_once_gets_one_mail(team: Team, owners: list[User]) -> None:
    at_once(*[partial(invite, team, SUZIE.address, EDITOR, person=owners[0], language="en")] * 4)

    assert Message.objects.count() == 1
