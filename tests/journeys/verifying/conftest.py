"""A reader on the page that checks receipts, and a log that nobody else has seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from letters.models import Letter
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.verifying.hands import twin_of
from tests.live import Site


@pytest.fixture
def twin(letter: Letter) -> PaperLog:
    """Signed by the letter's own key, and never shown to anybody but the reader."""
    twin = twin_of(letter)
    twin.sign("Eve")
    twin.sign_many(2)
    return twin


@pytest.fixture
def reader(browser: Browser, live_site: Site, letter: Letter) -> Iterator[Page]:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{live_site.url}/verify/")
    yield page
    page.context.close()
