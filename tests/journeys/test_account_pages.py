"""Every page of an account at every sight: none has a serious fault, scrolls sideways or shows a browser's own list."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import User as Elsewhere
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page

from tests.accounts.elsewhere import PEOPLE
from tests.accounts.sights import NO_PAGE, make_cast, pages_of_accounts, sights
from tests.journeys.conftest import AXE
from tests.live import Site, running_site

WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
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
        for width in WIDTHS:
            for scheme in SCHEMES:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                found = page.evaluate(ROUGH) + faults_of(page, all_of_them=(width, scheme) == (390, "light"))
                if found:
                    faults[f"{name} {width} {scheme}"] = found

    assert faults == {}
    assert (sorted(pages_of_accounts() - seen - set(NO_PAGE)), sorted(seen & set(NO_PAGE))) == ([], [])


def opened(site: Site, browser: Browser) -> Iterator[tuple[str, Page]]:
    context = browser.new_context()
    page = context.new_page()
    for name, client, path in sights(make_cast()):
        context.clear_cookies()
        context.add_cookies(session_of(client, site))  # type: ignore[arg-type]
        answer = page.goto(site.url + path)
        assert answer is not None
        assert (answer.ok or name == "socialaccount_login_error", page.url) == (True, site.url + path), name
        page.evaluate(AXE.read_text(encoding="utf-8"))
        yield name, page
    context.close()


def session_of(client: Client, site: Site) -> list[dict[str, str]]:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site.url}] if cookie else []


def faults_of(page: Page, *, all_of_them: bool) -> list[str]:
    """What axe calls serious or critical, as serious_faults says it, but of some rules only."""
    only = {} if all_of_them else {"runOnly": {"type": "rule", "values": EACH_TIME}}
    results = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"]} | only)
    grave = [fault for fault in results["violations"] if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {node['html']}" for fault in grave for node in fault["nodes"]]
