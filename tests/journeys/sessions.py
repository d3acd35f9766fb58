"""A browser that is signed in without walking through the page for it."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from accounts.models import User
from tests.live import Site


def sign_in(context: BrowserContext, person: User, site: Site) -> None:
    client = Client()
    client.force_login(person)
    hand_over(client, context, site)


def hand_over(client: Client, context: BrowserContext, site: Site) -> None:
    """Let a browser be signed in as a test's client is, or as nobody."""
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if session := client.cookies.get(settings.SESSION_COOKIE_NAME):
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": site.url}])
