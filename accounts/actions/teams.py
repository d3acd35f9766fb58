"""Verbs on teams and their members; whoever acts is judged by their role as it stands once the team is locked."""

from django.db import transaction

from accounts.access import may
from accounts.models import Membership, Team, User
from accounts.roles import Act
from accounts.team_mail import owe_removed, owe_role_changed
from petition.audit.actions import record
from petition.lib.refusal import Refused

OWNER = Membership.Role.OWNER
# A team is made by one button, and each may mail invitations to strangers.
MOST_TEAMS = 20


@transaction.atomic
def team_for(person: User) -> Team:
    """The person's own team, made the first time it is asked for."""
    team, is_new = Team.objects.get_or_create(person=person, defaults={"name": person.name})
    if is_new:
        Membership.objects.create(team=team, user=person, role=OWNER)
        record("accounts.make_team", team, by=f"user {person.pk}")
    return team


@transaction.atomic
def make_team(person: User, *, name: str) -> Team:
    """A team for several people, whose first owner is whoever makes it."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # so that two at once are counted
    if Membership.objects.filter(user=person, role=OWNER).count() >= MOST_TEAMS:
        raise Refused("too-many-teams")
    team = Team.objects.create(name=name)
    Membership.objects.create(team=team, user=person, role=OWNER)
    record("accounts.make_team", team, by=f"user {person.pk}", changes={"name": ["", name]})
    return team


@transaction.atomic
def name_team(team: Team, *, name: str, person: User) -> None:
    """Call a team what readers shall read above its letters."""
    lock_for(person, team)
    name_team_by(team, name=name, by=f"user {person.pk}")


@transaction.atomic
def name_team_by(team: Team, *, name: str, by: str) -> None:
    """The same for somebody at a shell, who may do anything."""
    lock(team)
    team.refresh_from_db(fields=["name"])
    if name != team.name:
        old, team.name = team.name, name
        team.save(update_fields=["name"])
        record("accounts.name_team", team, by=by, changes={"name": [old, name]})


@transaction.atomic
def change_role(team: Team, member: User, role: str, *, person: User) -> None:
    """Let a member do more or less; the last owner stays one."""
    lock_for(person, team)
    place = Membership.objects.filter(team=team, user=member).first()
    if place is None:
        raise Refused("not-a-member")
    if place.role != role:
        if role == OWNER and not member.is_here:
            raise Refused("account-closed")
        _demand_another_owner(place)
        _set_role(place, role)
        _note("accounts.change_role", place, person, role=[place.role, role])
        if member != person:
            owe_role_changed(place, member)


@transaction.atomic
def remove(team: Team, member: User, *, person: User) -> None:
    """End somebody's membership; whoever is out already stays out."""
    lock_for(person, team)
    place = Membership.objects.filter(team=team, user=member).first()
    if place is not None:
        _end(place, "accounts.remove_member", person)
        if member != person:
            owe_removed(team, member)


@transaction.atomic
def leave(team: Team, *, person: User) -> None:
    """End one's own membership."""
    lock(team)
    place = Membership.objects.filter(team=team, user=person).first()
    if place is not None:
        _end(place, "accounts.leave_team", person)


@transaction.atomic
def hand_over(team: Team, to: User, *, person: User) -> None:
    """Make another member owner in one's own place, and stay as an editor."""
    lock_for(person, team)
    place = Membership.objects.here().filter(team=team, user=to).first()
    if place is None:
        raise Refused("not-a-member")
    if to != person:
        _set_role(place, OWNER)
        Membership.objects.filter(team=team, user=person).update(role=Membership.Role.EDITOR)
        _note("accounts.hand_over", place, person, owner=[person.pk, to.pk])
        owe_role_changed(place, to)


def lock(team: Team) -> None:
    """Let one change of a team's people happen after the other; of two owners who leave at once, one stays."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def lock_for(person: User, team: Team) -> None:
    """Lock a team for somebody who manages it, also now that the lock is theirs."""
    lock(team)
    if not may(person, Act.MANAGE, team):
        raise Refused("not-yours")


def _end(place: Membership, verb: str, person: User) -> None:
    _demand_another_owner(place)
    _note(verb, place, person, role=[place.role, ""])
    Team.objects.filter(pk=place.team_id, person=place.user_id).update(person=None)
    Membership.objects.filter(pk=place.pk).delete()


def _demand_another_owner(place: Membership) -> None:
    if place.role == OWNER and not place.team.has_owner_besides(place.user):
        raise Refused("last-owner")


def _set_role(place: Membership, role: str) -> None:
    Membership.objects.filter(pk=place.pk).update(role=role)


def _note(verb: str, place: Membership, person: User, **changes: list[object]) -> None:
    record(verb, place.team, by=f"user {person.pk}", changes={"member": place.user_id, **changes})
