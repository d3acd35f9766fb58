"""Whatever allauth may show is written here, in the words and the layout of this site."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.accounts.sights import make_cast, sights

OURS, THEIRS = Path(settings.BASE_DIR) / "templates", Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "socialaccount", "usersessions")

# Nothing but a step between a page of ours and a layout of ours.
STEPS = (
    "entrance.html",
    "base_entrance.html",
    "base_manage.html",
    "base_confirm_code.html",
    "base_reauthenticate.html",
)
# What the settings of this site never lead to.
NOT_REACHED = {
    "account/signup_closed.html",  # anybody may sign up
    # An account has one address, changed as a whole, and no telephone.
    "account/messages/cannot_delete_primary_email.txt",
    "account/messages/email_deleted.txt",
    "account/messages/phone_verification_sent.txt",
    "account/messages/phone_verified.txt",
    "account/messages/primary_email_set.txt",
    "account/messages/unverified_primary_email.txt",
}


def is_ours(template: str) -> bool:
    return Path(get_template(template).origin.name).is_relative_to(OURS)


def views(resolver: URLResolver) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            view = inspect.unwrap(pattern.callback, stop=lambda view: hasattr(view, "view_class"))
            yield getattr(view, "view_class", view)
        else:
            yield from views(pattern)


def of_allauth() -> list[Any]:
    return [
        view for view in views(get_resolver()) if view.__module__.startswith("allauth.") and hasattr(view, "as_view")
    ]


def templates_of(view: type) -> Iterator[str]:
    for name in dir(view):
        value = getattr(view, name, None)
        if name.startswith("template_name") and str(value).endswith((".html", ".txt")):
            yield value


def test_every_view_of_allauth_shows_a_template_of_ours() -> None:
    shown = {template for view in of_allauth() for template in templates_of(view)}

    assert len(shown) > 30
    assert sorted(template for template in shown - NOT_REACHED if not is_ours(template)) == []


def test_every_message_of_allauth_is_worded_here() -> None:
    messages = {str(path.relative_to(THEIRS)) for app in APPS for path in (THEIRS / app / "messages").glob("*.txt")}

    assert len(messages) > 15
    assert sorted(message for message in messages - NOT_REACHED if not is_ours(message)) == []


@pytest.mark.django_db
def test_no_page_of_an_account_is_made_of_anything_of_allauths(provider: str) -> None:
    cache.clear()
    foreign = {
        (name, template.name)
        for name, client, path in sights(make_cast())
        for template in client.get(path).templates
        if template.origin and Path(template.origin.name).is_relative_to(THEIRS)
        if Path(template.origin.name).name not in STEPS
    }

    assert foreign == set()
