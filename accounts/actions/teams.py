"""Verbs on teams and their members."""

from django.db import transaction

from accounts.models import Membership, Team, User
from petition.audit.actions import record


@transaction.atomic
def team_for(person: User) -> Team:
    """The person's own team, made the first time it is asked for."""
    team, is_new = Team.objects.get_or_create(person=person, defaults={"name": person.name})
    if is_new:
        Membership.objects.create(team=team, user=person, role=Membership.Role.OWNER)
        record("accounts.make_team", team, by=f"user {person.pk}")
    return team


@transaction.atomic
def name_team(team: Team, *, name: str, by: str) -> None:
    """Call a team what readers shall read above its letters."""
    if name != team.name:
        team.name = name
        team.save(update_fields=["name"])
        record("accounts.name_team", team, by=by, changes={"name": name})
