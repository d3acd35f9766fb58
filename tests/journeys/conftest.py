"""A real Chromium for the journeys: phone and desktop, light and dark, and axe for what eyes overlook."""

import importlib.resources
import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SIGHTS: dict[str, dict[str, Any]] = {
    "phone-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
    "desktop-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js")


def chromium_path() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "No Chromium on PATH: `make test` installs it, or run `apt-get install chromium`."
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; the tests beside it only make rows, so Django may too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=SIGHTS)
def sight(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Every journey that asks for a page is walked four times."""
    return SIGHTS[request.param]


@pytest.fixture
def page(browser: Browser, sight: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(**sight)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def serious_faults(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """What axe calls serious or critical on the page as it stands, by all of its rules or by these, one line each."""
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"]} | only)
    return [
        f"{fault['id']}: {node['html']}"
        for fault in results["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def shown_at_every_sight(page: Page) -> Iterator[str]:
    """Show the page at each sight in turn, whose name this gives; it is not loaded anew."""
    for name, sight in SIGHTS.items():
        page.set_viewport_size(sight["viewport"])
        page.emulate_media(color_scheme=sight["color_scheme"], reduced_motion="reduce")
        yield name


def faults_at_every_sight(page: Page) -> list[str]:
    """What axe finds on the page, or what scrolls sideways, at each sight in turn."""
    faults = []
    for name in shown_at_every_sight(page):
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        faults += [f"{name}: {fault}" for fault in serious_faults(page) + (["scrolls sideways"] if wide else [])]
    return faults
