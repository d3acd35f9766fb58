"""Passkeys from a device that Chromium makes up: to sign in alone, and as the second factor that the desk asks for."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.cast import OLIVE
from tests.journeys.empty_site.people import newest_code
from tests.live import Site

# Holds passkeys, knows its owner, and lets them touch it by themselves.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(live_site: Site, settings: LazySettings) -> str:
    cache.clear()
    settings.SITE_URL = f"http://localhost:{live_site.port}"  # no passkey belongs to a number
    return settings.SITE_URL


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def ask_for_code(page: Page, way: str, button: str) -> None:
    page.goto(way)
    page.get_by_label("E-mail").fill(OLIVE.address)
    press(page, "Mail me a code")
    page.get_by_label("Code").fill(newest_code(OLIVE))
    press(page, button)


def sign_up(page: Page) -> None:
    ask_for_code(page, "/accounts/signup/", "Confirm the address")
    expect_heading(page, "Your account")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    cache.clear()


def keep_the_codes(page: Page) -> None:
    expect_heading(page, "Recovery codes")
    expect(page.locator(".secret__codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()


def add_a_passkey(page: Page, *, alone: bool) -> None:
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_label("It signs me in by itself").set_checked(alone)
    press(page, "Add it")


def test_a_passkey_is_added_and_signs_in_alone(page: Page) -> None:
    sign_up(page)
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    add_a_passkey(page, alone=True)
    keep_the_codes(page)
    expect_heading(page, "A second factor")

    sign_out(page)
    page.goto("/accounts/login/?next=/studio/teams/")
    press(page, "Use a passkey")

    expect_heading(page, "Your teams")


@pytest.mark.parametrize("alone", [True, False])
def test_a_passkey_is_the_second_factor_that_the_desk_asks_for(page: Page, alone: bool) -> None:
    sign_up(page)
    User.objects.update(site_role="moderator")
    page.goto("/desk/reports/")
    expect_heading(page, "A second factor")
    page.get_by_role("link", name="Use a passkey").click()
    add_a_passkey(page, alone=alone)
    keep_the_codes(page)
    page.wait_for_url("**/desk/reports/")

    sign_out(page)
    ask_for_code(page, "/accounts/login/code/?next=/desk/reports/", "Sign in")
    expect_heading(page, "One more step")
    press(page, "Use a passkey")

    page.wait_for_url("**/desk/reports/")


def test_whoever_signs_up_by_passkey_gets_recovery_codes_with_it(page: Page) -> None:
    ask_for_code(page, "/accounts/signup/passkey/", "Confirm the address")
    page.get_by_label("What you call it").fill("My laptop")
    press(page, "Make it")
    keep_the_codes(page)
    expect_heading(page, "Your account")

    sign_out(page)
    page.goto("/accounts/login/")
    press(page, "Use a passkey")

    expect_heading(page, "Your account")


def test_a_device_that_is_not_touched_is_told_on_the_page(page: Page) -> None:
    page.goto("/accounts/login/")
    press(page, "Use a passkey")

    expect(page.get_by_role("alert")).to_have_text("The device gave no passkey. Try again, or take another way.")
