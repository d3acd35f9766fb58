"""Suzie signs, confirms, and sees the number move; later she changes her mind."""

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from letters.models import Letter
from petition.outbox.delivery import deliver
from tests.cast import SUZIE
from tests.journeys.conftest import serious_faults
from tests.live import Site
from tests.makers import make_signatures


@pytest.fixture
def address(live_site: Site, settings: LazySettings) -> str:
    settings.SITE_URL = live_site.url
    return live_site.url


def newest_link() -> str:
    """Send what is owed, and read the newest mail's first link."""
    deliver()
    found = re.search(r"https?://\S+/(confirm|signature)/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def fill(page: Page) -> None:
    page.get_by_role("textbox", name="Your name").fill(SUZIE.name)
    page.get_by_role("textbox", name="Your e-mail address").fill(SUZIE.address)
    page.get_by_label("I have read this letter and sign it.").check()
    page.get_by_label("I know that my signature may show").check()


def test_a_letter_is_signed_and_the_number_moves(page: Page, browser: Browser, address: str, letter: Letter) -> None:
    make_signatures(letter, 3)
    watcher = browser.new_page()
    watcher.goto(f"{address}/letters/{letter.slug}/")
    expect(watcher.locator("[data-live=plain]")).to_have_text("3")

    page.goto(f"{address}/letters/{letter.slug}/")
    assert serious_faults(page) == []
    fill(page)
    page.get_by_role("button", name="Sign the letter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("look in your mail")
    assert serious_faults(page) == []

    page.goto(newest_link())
    expect(page.get_by_role("textbox", name="Your name")).to_have_value(SUZIE.name)
    assert serious_faults(page) == []
    page.get_by_role("button", name="Confirm my signature").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You have signed")
    assert serious_faults(page) == []

    expect(watcher.locator("[data-live=plain]")).to_have_text("4", timeout=3_000)
    watcher.close()


def test_a_signature_is_changed_and_withdrawn(page: Page, address: str, letter: Letter) -> None:
    page.goto(f"{address}/letters/{letter.slug}/sign/")
    fill(page)
    page.get_by_role("button", name="Sign the letter").click()
    page.goto(newest_link())
    page.get_by_role("button", name="Confirm my signature").click()

    page.goto(newest_link())
    assert serious_faults(page) == []
    page.get_by_text("By initials").click()
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("status")).to_contain_text("as you want it now")
    page.get_by_role("button", name="Withdraw my signature").click()
    expect(page.get_by_role("status")).to_contain_text("is withdrawn")
    assert serious_faults(page) == []

    page.goto(f"{address}/letters/{letter.slug}/signatures/")
    assert "S. Å." not in page.content()
    assert serious_faults(page) == []


def test_everything_works_without_a_script(browser: Browser, address: str, letter: Letter) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/letters/{letter.slug}/")
    fill(page)
    page.get_by_role("button", name="Sign the letter").click()
    page.goto(newest_link())
    page.get_by_role("button", name="Confirm my signature").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("You have signed")
    assert letter.signatures.in_force().count() == 1
    context.close()


def test_a_reader_gets_no_cookie_and_asks_nobody_else(page: Page, address: str, letter: Letter) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/letters/{letter.slug}/")
    page.wait_for_load_state("networkidle")

    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, letter: Letter, width: int) -> None:
    make_signatures(letter, 3)
    page = browser.new_page(viewport={"width": width, "height": 800})

    for path in ("", "sign/", "signatures/", "v/1/", "sign/sent/"):
        page.goto(f"{address}/letters/{letter.slug}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.close()
