"""Every page of an account at every sight: none has a serious fault, scrolls sideways or shows a browser's own list."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from oidc_provider_mock import User as Elsewhere
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page

from tests.accounts.elsewhere import PEOPLE
from tests.accounts.sights import NO_PAGE, make_cast, pages_of_accounts, sights
from tests.journeys.conftest import serious_faults, shown_at_every_sight
from tests.journeys.sessions import hand_over
from tests.live import Site, running_site

# What differs from sight to sight; all else is the same document, and looked at once.
EACH_TIME = ["color-contrast"]
ROUGH = """() => [
  document.documentElement.scrollWidth > document.documentElement.clientWidth && "scrolls sideways",
  document.querySelectorAll("h1").length !== 1 && "has not one heading",
  document.querySelector("main :is(ul, ol):not([role=list])") && "a list as browsers draw it",
  document.querySelector("main :is(button, input[type=submit]):not(.button)") && "a button as browsers draw it",
].filter(Boolean)"""


@pytest.fixture
def site(transactional_db: None, tmp_path_factory: pytest.TempPathFactory, settings: LazySettings) -> Iterator[Site]:
    cache.clear()
    people = [Elsewhere(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=people) as server:
        there = f"http://localhost:{server.server_port}"
        app = {"name": "Studio ID", "provider_id": "openid", "client_id": "us", "secret": "shh"}
        apps = [app | {"settings": {"server_url": there}}]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
        with running_site(tmp_path_factory.mktemp("accounts"), OIDC_LOGIN=f"Studio ID|{there}|us|shh") as site:
            yield site
    cache.clear()


def test_every_page_of_an_account_is_whole_for_eyes_and_ears(site: Site, browser: Browser) -> None:
    seen, faults = set(), {}
    for name, page in opened(site, browser):
        seen.add(name)
        for place, sight in enumerate(shown_at_every_sight(page)):
            found = page.evaluate(ROUGH) + serious_faults(page, rules=EACH_TIME if place else ())
            if found:
                faults[f"{name} {sight}"] = found

    assert faults == {}
    assert (sorted(pages_of_accounts() - seen - set(NO_PAGE)), sorted(seen & set(NO_PAGE))) == ([], [])


def opened(site: Site, browser: Browser) -> Iterator[tuple[str, Page]]:
    context = browser.new_context()
    page = context.new_page()
    for name, client, path in sights(make_cast()):
        hand_over(client, context, site)
        answer = page.goto(site.url + path)
        assert answer is not None
        assert (answer.ok or name == "socialaccount_login_error", page.url) == (True, site.url + path), name
        yield name, page
    context.close()
