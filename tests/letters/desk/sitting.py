"""Moderators who sit at the desk, second factor and all."""

from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.cast import MO, Person
from tests.makers import make_user


def sit(client: Client, person: Person = MO, *, site_role: str = "moderator") -> User:
    """Sign somebody in who may open the desk."""
    user = make_user(person, site_role=site_role)
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    client.force_login(user)
    return user
