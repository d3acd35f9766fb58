"""Moderators who sit at the desk, second factor and all."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.cast import MO, Person
from tests.makers import make_user

TOKEN = "t" * 32  # as the cookie and the form both say


def sit(client: Client, person: Person = MO, *, site_role: str = "moderator") -> User:
    """Sign somebody in who may open the desk."""
    user = make_user(person, site_role=site_role)
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    client.force_login(user)
    return user


def seat(person: Person) -> dict[str, str]:
    """The cookies of a moderator who has signed in."""
    client = Client()
    sit(client, person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    return {"Cookie": cookies, "X-CSRFToken": TOKEN}
