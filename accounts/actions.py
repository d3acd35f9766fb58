"""Verbs on people and teams."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Membership, Team, User
from petition.audit.actions import OPERATOR, record
from petition.lib.refusal import Refused


@transaction.atomic
def person_for(address: str, *, name: str = "", by: str = OPERATOR) -> User:
    """The person behind an address somebody vouches for, with an account made where there was none.

    Whoever signed up with this address before without proving it loses the password they chose: otherwise one could
    lie in wait with a stranger's address until the operator names that stranger an organizer.
    """
    login = _login(address)
    person, is_new = User.objects.get_or_create(email=login, defaults={"name": name, "password": User.no_password()})
    if is_new:
        record("accounts.create", person, by=by)
    if not EmailAddress.objects.filter(user=person, email=login, verified=True).exists():
        _prove(person, login)
    return person


def _prove(person: User, login: str) -> None:
    EmailAddress.objects.filter(email=login).exclude(user=person).delete()
    EmailAddress.objects.update_or_create(user=person, email=login, defaults={"verified": True, "primary": True})
    person.set_unusable_password()
    person.save(update_fields=["password"])


def _login(address: str) -> str:
    login = address.strip().lower()
    try:
        validate_email(login)
    except ValidationError as mistake:
        raise Refused("bad-address", address=address) from mistake
    return login


@transaction.atomic
def team_for(person: User) -> Team:
    """The person's own team, made the first time it is asked for."""
    team, is_new = Team.objects.get_or_create(person=person, defaults={"name": person.name})
    if is_new:
        Membership.objects.create(team=team, user=person, role=Membership.Role.OWNER)
    return team
