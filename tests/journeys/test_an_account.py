"""Olive makes an account, leaves, and comes back both ways."""

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from petition.outbox.delivery import deliver
from tests.cast import OLIVE
from tests.journeys.conftest import serious_faults
from tests.live import Site

PASSWORD = "correct horse battery"


@pytest.fixture
def address(live_site: Site, settings: LazySettings) -> str:
    cache.clear()  # the tries of other tests: their table is no model's, so it is not emptied between tests
    settings.SITE_URL = live_site.url
    return live_site.url


def newest_code() -> str:
    """Send what is owed, and read the code in the newest mail."""
    deliver()
    found = re.search(r"^ +(\w{4}-\w{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def sign_up(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/signup/")
    assert serious_faults(page) == []
    page.get_by_label("E-mail").fill(OLIVE.address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    assert serious_faults(page) == []
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Confirm the address").click()


def expect_to_be_signed_in(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.get_by_text(f"Signed in as {OLIVE.address}")).to_be_visible()


def test_olive_signs_up_leaves_and_comes_back(page: Page, address: str) -> None:
    sign_up(page, address)
    expect_to_be_signed_in(page)
    assert serious_faults(page) == []

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").click()
    assert serious_faults(page) == []
    page.get_by_label("E-mail").fill(OLIVE.address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect_to_be_signed_in(page)

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("link", name="Mail me a code").click()
    assert serious_faults(page) == []
    page.get_by_label("E-mail").fill(OLIVE.address)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Sign in").click()
    expect_to_be_signed_in(page)


def test_a_wrong_password_is_told_where_it_was_typed(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(OLIVE.address)
    page.get_by_label("Password").fill("wrong horse battery")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    assert serious_faults(page) == []
    page.close()


def test_an_account_needs_no_script_and_little_room(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/accounts/signup/")
    page.get_by_label("E-mail").fill(OLIVE.address)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Confirm the address").click()

    expect_to_be_signed_in(page)
    context.close()


def test_no_page_of_an_account_is_wider_than_a_small_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    sign_up(page, address)

    for path in ("", "email/", "password/change/", "logout/", "reauthenticate/"):
        page.goto(f"{address}/accounts/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.close()


def test_who_signs_in_reads_the_same_pages_as_everybody(browser: Browser, address: str) -> None:
    page = browser.new_page()
    before = page.goto(f"{address}/about/")
    assert before is not None
    text = before.text()
    sign_up(page, address)

    after = page.goto(f"{address}/about/")

    assert after is not None
    assert after.text() == text
    page.close()
