"""The editor's script: it keeps what is typed, through a closed tab, a lost net and an ended session."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from accounts.models import Membership
from letters.models import Draft
from letters.writing.actions import start
from tests.cast import ADA, OLIVE
from tests.journeys.hands import Keyboard
from tests.journeys.sessions import sign_in
from tests.live import Site
from tests.makers import make_team, make_user

STORAGE_IS_BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Blocked by a setting", "SecurityError"); }
});"""


@pytest.fixture
def draft(transactional_db: None) -> Draft:
    return start(make_team(make_user(OLIVE)), person=make_user(OLIVE)).drafts.get()


@pytest.fixture
def context(browser: Browser, live_site: Site, draft: Draft) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    sign_in(context, make_user(OLIVE), live_site)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, live_site: Site, draft: Draft) -> Page:
    return opened(context, live_site, draft)


def opened(context: BrowserContext, site: Site, draft: Draft) -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/studio/letters/{draft.letter_id}/write/")
    return page


def text_on(page: Page) -> Locator:
    return page.get_by_label("Text", exact=True)


def state_on(page: Page) -> Locator:
    return page.locator("[data-writer-part=state]")


def wait_until_kept(draft: Draft, body: str) -> None:
    deadline = time.monotonic() + 15
    while Draft.objects.get(pk=draft.pk).body != body and time.monotonic() < deadline:
        time.sleep(0.1)
    assert Draft.objects.get(pk=draft.pk).body == body


def test_words_are_set_by_keys_and_by_the_toolbar_without_a_mouse(page: Page, draft: Draft) -> None:
    hand = Keyboard(page)
    hand.write("Title", "Pay us")
    hand.write("Text", "We ask")
    for key in ("Shift+Home", "Control+b"):
        page.keyboard.press(key)
    expect(text_on(page)).to_have_value("**We ask**")

    hand.reach(page.get_by_role("button", name="Bold"))
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(text_on(page)).to_have_value("## **We ask**")
    page.keyboard.press("Control+z")

    expect(text_on(page)).to_have_value("**We ask**")
    expect(page.locator("[data-writer-page] strong").get_by_text("We ask")).to_be_visible()
    expect(state_on(page)).to_contain_text("Saved at")
    wait_until_kept(draft, "**We ask**")


def test_a_colleague_who_opens_the_same_text_is_named(
    page: Page, draft: Draft, browser: Browser, live_site: Site
) -> None:
    ada, hers = make_user(ADA), browser.new_context()
    Membership.objects.create(team=draft.letter.team, user=ada, role="editor")
    sign_in(hers, ada, live_site)
    opened(hers, live_site, draft)

    text_on(page).fill("We ask again")

    expect(page.locator("[data-writer-part=colleagues]")).to_contain_text("Ada Lovelace has this text open")
    wait_until_kept(draft, "We ask again")
    hers.close()


def test_a_tab_that_is_closed_at_once_sends_its_text_along(page: Page, draft: Draft) -> None:
    text_on(page).fill("Closed at once")

    page.close(run_before_unload=True)

    wait_until_kept(draft, "Closed at once")


def test_what_was_typed_without_a_net_is_offered_in_the_next_tab(
    page: Page, context: BrowserContext, live_site: Site, draft: Draft
) -> None:
    context.set_offline(True)
    text_on(page).fill("Typed in a tunnel")
    expect(state_on(page)).to_contain_text("no connection. Your text is safe on this device.")
    page.close()
    context.set_offline(False)

    page = opened(context, live_site, draft)
    page.get_by_role("button", name="Put it back").click()

    expect(text_on(page)).to_have_value("Typed in a tunnel")
    wait_until_kept(draft, "Typed in a tunnel")


def test_what_was_typed_after_the_session_ended_waits_for_the_next(
    page: Page, context: BrowserContext, live_site: Site, draft: Draft
) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text_on(page).fill("Typed signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()

    sign_in(context, make_user(OLIVE), live_site)
    page.reload()
    page.get_by_role("button", name="Put it back").click()

    wait_until_kept(draft, "Typed signed out")


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_site_that_cannot_answer_for_a_moment_is_asked_again(page: Page, draft: Draft, status: int) -> None:
    page.route("**/write/en/", lambda route: route.fulfill(status=status, body="<h1>Not now</h1>"), times=1)
    page.clock.install()
    text_on(page).fill("Typed during a restart")
    page.clock.run_for(3_000)
    expect(state_on(page)).to_contain_text("will be asked again. Your text is safe on this device.")

    page.clock.run_for(20_000)

    wait_until_kept(draft, "Typed during a restart")
    expect(state_on(page)).to_contain_text("Saved at")


def test_a_browser_without_storage_keeps_at_the_site_and_says_that_the_page_is_the_only_copy(
    page: Page, context: BrowserContext, draft: Draft
) -> None:
    page.add_init_script(STORAGE_IS_BLOCKED)
    page.reload()
    text_on(page).fill("Kept without a copy")
    expect(state_on(page)).to_contain_text("Saved at")
    wait_until_kept(draft, "Kept without a copy")

    context.set_offline(True)
    text_on(page).fill("Nowhere but here")

    expect(state_on(page)).to_contain_text("no connection. Your browser keeps no copy: leave this page open.")
