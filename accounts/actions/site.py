"""Verbs on people's places on the site, and on the teams that the site trusts."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import Team, User
from accounts.team_mail import owe_place_changed
from petition.audit.actions import OPERATOR, record
from petition.lib.refusal import Refused

ADMINISTRATOR = User.SiteRole.ADMINISTRATOR


@transaction.atomic
def give_site_role(person: User, role: str, *, by: User) -> None:
    """Make somebody a moderator or an administrator, or neither; one administrator always stays."""
    person = _locked_for(by, person)
    if role and not person.is_here:
        raise Refused("account-closed")
    if role != ADMINISTRATOR:
        demand_another_administrator(person)
    _place(person, role, by=f"user {by.pk}")


@transaction.atomic
def let_in(person: User, *, by: User) -> None:
    """Let somebody sign in who was shut out."""
    person = _locked_for(by, person)
    if not person.is_active:
        _open_to("accounts.let_in", person, is_active=True, by=by)


@transaction.atomic
def shut_out(person: User, *, by: User) -> None:
    """Let somebody sign in no more; one administrator always stays."""
    person = _locked_for(by, person)
    if person.is_active:
        demand_another_administrator(person)
        _open_to("accounts.shut_out", person, is_active=False, by=by)


def demand_another_administrator(person: User) -> None:
    """Refuse what would leave the site without an administrator who is here.

    All of them are locked, in one order, so that of two who go at once one stays; and only then it is asked whether
    the person is one of them, who may have been made one meanwhile.
    """
    others = [one for one in _administrators() if one.is_here and one.pk != person.pk]
    if not others and User.objects.administrators().filter(pk=person.pk).exists():
        raise Refused("last-administrator")


@transaction.atomic
def appoint(person: User) -> None:
    """Make an administrator of whoever proved an address that the operator names in ADMINISTRATORS."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    if any(address.lower() in settings.ADMINISTRATORS for address in proved):
        _place(User.objects.select_for_update(no_key=True).get(pk=person.pk), ADMINISTRATOR, by=OPERATOR)


@transaction.atomic
def trust(team: Team, is_trusted: bool, *, by: User) -> None:
    """Let a team publish at once, to be looked at afterwards; or let the desk look first again."""
    _demand_administrator(by)
    if Team.objects.filter(pk=team.pk, is_trusted=not is_trusted).update(is_trusted=is_trusted):
        record("accounts.trust", team, by=f"user {by.pk}", changes={"is_trusted": [not is_trusted, is_trusted]})


def _locked_for(by: User, person: User) -> User:
    """The person, locked after all administrators, if the one who acts is still one of these."""
    _demand_administrator(by)
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _demand_administrator(by: User) -> None:
    if not any(one.is_here and one.pk == by.pk for one in _administrators()):
        raise Refused("not-yours")


def _administrators() -> list[User]:
    return list(User.objects.administrators().select_for_update(no_key=True))


def _open_to(verb: str, person: User, *, is_active: bool, by: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=is_active)
    record(verb, person, by=f"user {by.pk}", changes={"is_active": [not is_active, is_active]})


def _place(person: User, role: str, *, by: str) -> None:
    if person.site_role != role:
        old, person.site_role = person.site_role, role
        person.save(update_fields=["site_role"])
        record("accounts.give_site_role", person, by=by, changes={"site_role": [old, role]})
        owe_place_changed(person)
