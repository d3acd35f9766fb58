"""People, their places on the site, and their teams."""

from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from accounts.actions import invitations, people, refusing, site, teams
from accounts.models import Invitation, Membership, Team, User
from accounts.uninvited import mailbox_of
from letters.privacy import actions as privacy
from letters.privacy.rules import COMES_BACK_WITHIN
from tests.cast import ADA, NOOR
from tests.makers import make_team, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves


def invited() -> tuple[Team, User, Invitation]:
    owner, ada = make_user(), people.person_for(ADA.address, name=ADA.name)
    team = make_team(owner)
    invitations.invite(team, ADA.address, "editor", person=owner, language="en")
    return team, ada, Invitation.objects.get()


def joined(role: str = "editor") -> tuple[Team, User, User]:
    """A team with its owner and another member."""
    owner, ada = make_user(), make_user(ADA)
    team = make_team(owner)
    Membership.objects.create(team=team, user=ada, role=role)
    return team, owner, ada


def administrator() -> User:
    return make_user(NOOR, site_role="administrator")


@leaves(invitations.invite, "accounts.invite")
def invite() -> Deed:
    owner = make_user()
    team = make_team(owner)
    return lambda: invitations.invite(team, ADA.address, "editor", person=owner, language="en")


@leaves(invitations.withdraw_invitation, "accounts.withdraw_invitation")
def withdraw_invitation() -> Deed:
    team, _, invitation = invited()
    return lambda: invitations.withdraw_invitation(team, invitation.pk, person=make_user())


@leaves(invitations.accept, "accounts.accept_invitation")
def accept() -> Deed:
    _, ada, invitation = invited()
    return lambda: invitations.accept(invitation, person=ada)


@leaves(invitations.decline, "accounts.decline_invitation")
def decline() -> Deed:
    invitation = invited()[2]
    return lambda: invitations.decline(invitation)


@leaves(refusing.refuse_invitations, "accounts.decline_invitation", "accounts.refuse_invitations")
def refuse_invitations() -> Deed:
    team = invited()[0]
    return lambda: refusing.refuse_invitations(team, mailbox_of(team.pk, ADA.address))


@leaves(refusing.allow_invitations, "accounts.allow_invitations")
def allow_invitations() -> Deed:
    team = invited()[0]
    refusing.refuse_invitations(team, 7)
    return lambda: refusing.allow_invitations(team, 7)


@leaves(people.person_for, "accounts.create")
def person_for() -> Deed:
    return lambda: people.person_for(ADA.address, name=ADA.name)


@leaves(people.describe, "accounts.describe")
def describe() -> Deed:
    stale = iter([make_user(ADA), User.objects.get()])  # of two who press at once
    return lambda: people.describe(next(stale), people.Profile(name="Ada King"), by=BY)


@leaves(people.choose_mail, "accounts.choose_mail")
def choose_mail() -> Deed:
    person = make_user(ADA)
    return lambda: people.choose_mail(person.pk, digest="daily", by=BY)


@leaves(people.forget_unproven, "accounts.forget_unproven")
def forget_unproven() -> Deed:
    make_user(ADA)
    return lambda: people.forget_unproven(at=timezone.now() + people.PROVE_WITHIN + timedelta(days=1))


@leaves(site.give_site_role, "accounts.give_site_role")
def give_site_role() -> Deed:
    by, ada = administrator(), make_user(ADA)
    return lambda: site.give_site_role(ada, "moderator", by=by)


@leaves(site.shut_out, "accounts.shut_out")
def shut_out() -> Deed:
    by, ada = administrator(), make_user(ADA)
    return lambda: site.shut_out(ada, by=by)


@leaves(site.let_in, "accounts.let_in")
def let_in() -> Deed:
    by, ada = administrator(), make_user(ADA, is_active=False)
    return lambda: site.let_in(ada, by=by)


@leaves(site.appoint, "accounts.give_site_role")
def appoint() -> Deed:
    ada = people.person_for(ADA.address)
    return override_settings(ADMINISTRATORS=[ADA.address])(lambda: site.appoint(ada))


@leaves(site.trust, "accounts.trust")
def trust() -> Deed:
    by, team = administrator(), make_team()
    return lambda: site.trust(team, True, by=by)


@leaves(teams.team_for, "accounts.make_team")
def team_for() -> Deed:
    ada = make_user(ADA)
    return lambda: teams.team_for(ada)


@leaves(teams.make_team, "accounts.make_team", again="people may have several teams of one name")
def make_a_team() -> Deed:
    ada = make_user(ADA)
    return lambda: teams.make_team(ada, name="The choir")


@leaves(teams.name_team, "accounts.name_team")
def name_team() -> Deed:
    make_team()
    stale = iter(list(Team.objects.all()) + list(Team.objects.all()))  # of two who press at once
    return lambda: teams.name_team(next(stale), name="The choir", person=make_user())


@leaves(teams.name_team_by, "accounts.name_team")
def name_team_by() -> Deed:
    team = make_team()
    return lambda: teams.name_team_by(team, name="The choir", by=BY)


@leaves(teams.change_role, "accounts.change_role")
def change_role() -> Deed:
    team, owner, ada = joined()
    return lambda: teams.change_role(team, ada, "owner", person=owner)


@leaves(teams.remove, "accounts.remove_member")
def remove() -> Deed:
    team, owner, ada = joined()
    return lambda: teams.remove(team, ada, person=owner)


@leaves(teams.leave, "accounts.leave_team")
def leave() -> Deed:
    team, _, ada = joined()
    return lambda: teams.leave(team, person=ada)


@leaves(teams.hand_over, "accounts.hand_over")
def hand_over() -> Deed:
    team, owner, ada = joined()
    return lambda: teams.hand_over(team, ada, person=owner)


@leaves(privacy.close_account, "privacy.close_account")
def close_account() -> Deed:
    ada = make_user(ADA)
    return lambda: privacy.close_account(ada)


@leaves(privacy.come_back, "privacy.come_back")
def come_back() -> Deed:
    ada = make_user(ADA)
    privacy.close_account(ada)
    return lambda: privacy.come_back(ada)


@leaves(privacy.erase_closed, "privacy.erase_account")
def erase_closed() -> Deed:
    privacy.close_account(make_user(ADA))
    return lambda: privacy.erase_closed(at=timezone.now() + COMES_BACK_WITHIN)
