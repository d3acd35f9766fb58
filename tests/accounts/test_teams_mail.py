"""What the mails about teams and places say, in both of their shapes."""

import pytest

from accounts import team_mail
from accounts.actions import change_role, give_site_role, invite, remove
from accounts.models import Membership, Team, User
from petition.outbox.kinds import UNWANTED, Mail, kind_of
from tests.accounts.doors import newest
from tests.cast import ADA, MO
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(organizer: User) -> Team:
    return make_team(organizer)


@pytest.fixture
def ada(team: Team) -> User:
    user = make_user(ADA)
    Membership.objects.create(team=team, user=user, role="viewer")
    return user


def rendered() -> Mail:
    message = newest()
    mail = kind_of(message.kind).render(message)
    assert isinstance(mail, Mail)
    assert all(part.strip() for part in (mail.subject, mail.text, mail.html))
    return mail


def test_an_invitation_says_which_team_and_until_when(team: Team, organizer: User) -> None:
    invite(team, ADA.address, "editor", person=organizer, language="en")

    mail = rendered()

    assert team.name in mail.subject
    assert "lasts until" in mail.text
    assert "lasts until" in mail.html


def test_a_team_without_a_name_invites_too(team: Team, organizer: User) -> None:
    Team.objects.update(name="")
    invite(team, ADA.address, "editor", person=organizer, language="en")

    assert "a team on Undersigned" in rendered().subject


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_a_new_role_is_named(team: Team, organizer: User, ada: User, role: str) -> None:
    change_role(team, ada, role, person=organizer)

    assert f"As an {role}" in rendered().text


def test_who_was_removed_reads_it_unless_they_are_back(team: Team, organizer: User, ada: User) -> None:
    remove(team, ada, person=organizer)
    assert team.name in rendered().subject

    Membership.objects.create(team=team, user=ada, role="viewer")
    assert team_mail.removed(newest()) is UNWANTED


@pytest.mark.parametrize(("role", "words"), [("moderator", "moderator of this site"), ("", "no longer moderate")])
def test_a_place_on_the_site_is_named(ada: User, role: str, words: str) -> None:
    User.objects.filter(pk=ada.pk).update(site_role="administrator")
    give_site_role(ada, role, by=make_user(MO, site_role="administrator"))

    assert words in rendered().text
