"""The editor's script: it keeps what is typed, through a closed tab, a lost net and an ended session."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Membership, User
from letters.models import Draft
from letters.writing.actions import start
from tests.cast import ADA, OLIVE
from tests.live import Site
from tests.makers import make_team, make_user


@pytest.fixture
def draft(transactional_db: None) -> Draft:
    return start(make_team(make_user(OLIVE)), person=make_user(OLIVE)).drafts.get()


def sign_in(context: BrowserContext, person: User, site: Site) -> None:
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


@pytest.fixture
def context(browser: Browser, live_site: Site, draft: Draft) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    sign_in(context, make_user(OLIVE), live_site)
    yield context
    context.close()


def opened(context: BrowserContext, site: Site, draft: Draft) -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/studio/letters/{draft.letter_id}/write/")
    return page


def wait_until_kept(draft: Draft, body: str) -> None:
    deadline = time.monotonic() + 15
    while Draft.objects.get(pk=draft.pk).body != body and time.monotonic() < deadline:
        time.sleep(0.1)
    assert Draft.objects.get(pk=draft.pk).body == body


def test_what_is_typed_is_kept_whatever_happens(
    context: BrowserContext, live_site: Site, draft: Draft, browser: Browser
) -> None:
    page = opened(context, live_site, draft)
    text, state = page.get_by_label("Text", exact=True), page.locator("[data-writer-part=state]")

    # By keyboard alone: words, bold by its keys, a heading from the toolbar, and undone again.
    page.get_by_label("Title").fill("Pay us")
    text.focus()
    page.keyboard.type("We ask")
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Control+b")
    expect(text).to_have_value("**We ask**")
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(text).to_have_value("## **We ask**")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("**We ask**")
    expect(page.locator("[data-writer-page] strong").get_by_text("We ask")).to_be_visible()
    expect(state).to_contain_text("Kept at")
    wait_until_kept(draft, "**We ask**")

    # A colleague opens the same text: the next answer says so.
    ada = make_user(ADA)
    Membership.objects.create(team=draft.letter.team, user=ada, role="editor")
    hers = browser.new_context()
    sign_in(hers, ada, live_site)
    opened(hers, live_site, draft)
    text.fill("We ask again")
    expect(page.locator("[data-writer-part=colleagues]")).to_contain_text("Ada Lovelace has this text open")
    wait_until_kept(draft, "We ask again")
    hers.close()

    # The tab is closed before the pause is over.
    text.fill("Closed at once")
    page.close(run_before_unload=True)
    wait_until_kept(draft, "Closed at once")

    # Away from the net, then the tab is closed: the text is offered in the next one.
    page = opened(context, live_site, draft)
    context.set_offline(True)
    page.get_by_label("Text", exact=True).fill("Typed in a tunnel")
    expect(page.locator("[data-writer-part=state]")).to_contain_text("no connection")
    page.close()
    context.set_offline(False)
    page = opened(context, live_site, draft)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Typed in a tunnel")
    wait_until_kept(draft, "Typed in a tunnel")

    # The session ends: the text waits on the device for the next sign-in.
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Text", exact=True).fill("Typed signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    sign_in(context, make_user(OLIVE), live_site)
    page.reload()
    page.get_by_role("button", name="Put it back").click()
    wait_until_kept(draft, "Typed signed out")
