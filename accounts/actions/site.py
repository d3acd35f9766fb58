"""Verbs on people's places on the site, and on the teams that the site trusts."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import Team, User
from accounts.team_mail import owe_place_changed
from petition.audit.actions import OPERATOR, record
from petition.lib.refusal import Refused

ADMINISTRATOR = User.SiteRole.ADMINISTRATOR


@transaction.atomic
def give_site_role(person: User, role: str, *, by: User) -> None:
    """Make somebody a moderator or an administrator, or neither; one administrator always stays."""
    people = {one.pk: one for one in _administrators_and(person)}
    if by.pk not in people or not people[by.pk].is_administrator:
        raise Refused("not-yours")
    others = [one for one in people.values() if one.is_administrator and one.is_active and one.pk != person.pk]
    if people[person.pk].is_administrator and role != ADMINISTRATOR and not others:
        raise Refused("last-administrator")
    _place(people[person.pk], role, by=f"user {by.pk}")


@transaction.atomic
def appoint(person: User) -> None:
    """Make an administrator of whoever proved an address that the operator names in ADMINISTRATORS."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    if any(address.lower() in settings.ADMINISTRATORS for address in proved):
        _place(User.objects.select_for_update(no_key=True).get(pk=person.pk), ADMINISTRATOR, by=OPERATOR)


@transaction.atomic
def trust(team: Team, is_trusted: bool, *, by: User) -> None:
    """Let a team publish at once, to be looked at afterwards; or let the desk look first again."""
    if Team.objects.filter(pk=team.pk, is_trusted=not is_trusted).update(is_trusted=is_trusted):
        record("accounts.trust", team, by=f"user {by.pk}", changes={"is_trusted": [not is_trusted, is_trusted]})


def _administrators_and(person: User) -> list[User]:
    """Locked together and in one order, so that two administrators who dismiss each other leave one."""
    locked = User.objects.select_for_update(no_key=True).order_by("pk")
    return list(locked.filter(Q(site_role=ADMINISTRATOR) | Q(pk=person.pk)))


def _place(person: User, role: str, *, by: str) -> None:
    if person.site_role != role:
        old, person.site_role = person.site_role, role
        person.save(update_fields=["site_role"])
        record("accounts.give_site_role", person, by=by, changes={"site_role": [old, role]})
        owe_place_changed(person)
