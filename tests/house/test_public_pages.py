"""Whatever is added to the list of pages: none sets a cookie when opened, and none obeys a form of another site."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from letters.api import urls as api
from letters.models import Letter, Signature
from letters.pages import urls as pages
from petition.lib.tokens import Purpose, make
from tests.makers import make_signature

PATTERNS = [(module.app_name, pattern) for module in (pages, api) for pattern in module.urlpatterns]
NAMES = [f"{app}:{pattern.name}" for app, pattern in PATTERNS]
PURPOSES = {
    "confirm": Purpose.CONFIRM,
    "unsubscribe": Purpose.UNSUBSCRIBE,
    "deny": Purpose.DENY,
    "organizer_mail": Purpose.ORGANIZER,
    "no_invitations": Purpose.UNINVITE,
}


def _address(app: str, pattern: URLPattern, letter: Letter) -> str:
    purpose = PURPOSES.get(str(pattern.name), Purpose.MANAGE)
    token = make(purpose, make_signature(letter).pk, 1)
    examples = {
        "language": "en",
        "slug": letter.slug,
        "number": 1,
        "index": 0,
        "turn": 2,
        "page": "public-log",
        "token": token,
    }
    examples |= {"path": f"/letters/{letter.slug}/log", "tile": "0/000.p/1", "key": "0" * 32}
    return reverse(f"{app}:{pattern.name}", kwargs={name: examples[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize(("app", "pattern"), PATTERNS, ids=NAMES)
def test_opening_a_page_leaves_no_cookie(client: Client, letter: Letter, app: str, pattern: URLPattern) -> None:
    response = client.get(_address(app, pattern, letter))
    assert response.status_code < 500
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize(("app", "pattern"), PATTERNS, ids=NAMES)
def test_a_page_is_either_public_or_never_kept(client: Client, letter: Letter, app: str, pattern: URLPattern) -> None:
    response = client.get(_address(app, pattern, letter))
    control = response.headers.get("Cache-Control", "")
    holds_a_token = "token" in pattern.pattern.converters
    assert ("public" in control and not holds_a_token) or "no-store" in control or response.status_code in (302, 405)


@pytest.mark.parametrize(("app", "pattern"), PATTERNS, ids=NAMES)
def test_a_form_of_another_site_changes_nothing(client: Client, letter: Letter, app: str, pattern: URLPattern) -> None:
    response = client.post(_address(app, pattern, letter), headers={"Sec-Fetch-Site": "cross-site"})
    mail_programs_post_here = pattern.name in ("unsubscribe", "organizer_mail", "no_invitations")
    assert response.status_code in ((200, 404) if mail_programs_post_here else (403, 405))
    assert Signature.objects.get().state == "confirmed"
