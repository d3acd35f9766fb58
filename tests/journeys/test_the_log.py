"""A reader who trusts nobody follows the number to its log, and a name to its entry."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from letters.models import Letter
from letters.signing.actions.leaving import withdraw
from tests.cast import ADA, NOOR
from tests.journeys.conftest import serious_faults
from tests.journeys.test_reading import SHIFTED
from tests.live import Site
from tests.makers import make_letter, make_signature, make_signatures

# What the picture draws beyond its own frame.
OUTSIDE = """tree => {
  const frame = tree.getBoundingClientRect();
  const lies = box => box.left >= frame.left - 1 && box.right <= frame.right + 1
    && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
  return [...tree.querySelectorAll("text, rect, circle, polygon")]
    .filter(it => !lies(it.getBoundingClientRect()))
    .map(it => it.outerHTML)
}"""
# Names that lie on top of each other.
OVERLAPPING = """tree => {
  const boxes = [...tree.querySelectorAll("text")].map(it => [it.textContent, it.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
    .map(([other]) => `${one} / ${other}`))
}"""


@pytest.fixture
def signed(live_site: Site, settings: LazySettings) -> Letter:
    """A letter that forty people signed over three days, one of whom left."""
    settings.SITE_URL = live_site.url
    letter = make_letter("broadside", title="ARTISTS ARE NOT YOUR UNPAID R&D")
    start = timezone.now() - timedelta(days=3)
    make_signature(letter, ADA, first_rank=1, title="Mathematician", city="London", at=start)
    made = make_signature(letter, NOOR, at=start + timedelta(hours=30))
    make_signatures(letter, 38)
    withdraw(made.pk)
    return letter


def test_the_number_leads_to_its_proof_and_a_name_to_its_entry(page: Page, live_site: Site, signed: Letter) -> None:
    page.goto(f"{live_site.url}/letters/broadside/")
    page.get_by_role("link", name="Check this number in the public log").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The public log")
    expect(page.locator(".sum__term--whole .sum__number")).to_have_text("39")
    expect(page.get_by_role("img", name="How entry 41 is proven")).to_be_visible()
    assert serious_faults(page) == []

    page.goto(f"{live_site.url}/letters/broadside/")
    page.locator("li", has_text=ADA.name).get_by_role("link", name="No. 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Entry 1")
    expect(page.locator(".card")).to_contain_text("Mathematician, London")
    assert serious_faults(page) == []


@pytest.mark.parametrize("path", ["log/", "log/entry/0/", "log/entry/1/", "log/entry/41/"])
def test_nothing_is_cut_and_no_name_lies_on_another(page: Page, live_site: Site, signed: Letter, path: str) -> None:
    page.goto(f"{live_site.url}/letters/broadside/{path}")
    tree = page.locator(".tree")

    assert tree.evaluate(OUTSIDE) == []
    assert tree.evaluate(OVERLAPPING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_a_picture_shows_can_be_read_in_words(page: Page, live_site: Site, signed: Letter) -> None:
    page.goto(f"{live_site.url}/letters/broadside/log/")

    page.get_by_text("The same in words").click()
    expect(page.get_by_text("On its left the root of the entries 0 to 31:")).to_be_visible()
    page.get_by_text("The same in numbers").first.click()
    expect(page.get_by_role("columnheader", name="Signed").first).to_be_visible()
    assert serious_faults(page) == []


def test_nothing_moves_while_the_log_is_read(page: Page, live_site: Site, signed: Letter) -> None:
    page.goto(f"{live_site.url}/letters/broadside/log/")

    assert page.evaluate(SHIFTED) < 0.02


def test_the_log_is_whole_without_a_script(browser: Browser, live_site: Site, signed: Letter) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{live_site.url}/letters/broadside/log/")

    expect(page.locator(".tree")).to_be_visible()
    expect(page.get_by_role("heading", name="What it does not prove")).to_be_visible()
    context.close()


def test_commands_are_copied_as_they_must_be_typed(page: Page, live_site: Site, signed: Letter) -> None:
    page.goto(f"{live_site.url}/letters/broadside/log/")
    block = page.locator(".command", has_text="python3 check_log.py")

    copied = block.evaluate("it => { getSelection().selectAllChildren(it); return getSelection().toString() }")

    assert copied.splitlines() == [
        "pip install cryptography  # Debian: apt install python3-cryptography",
        f"curl -O {live_site.url}/verify/check_log.py",
        f"python3 check_log.py {live_site.url}/letters/broadside/",
    ]


def test_the_manual_can_be_read_by_everybody(page: Page, live_site: Site, db: None) -> None:
    for path in ("/manual/", "/manual/public-log/"):
        page.goto(live_site.url + path)
        assert serious_faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_on_paper_the_log_keeps_its_number_and_its_proof(page: Page, live_site: Site, signed: Letter) -> None:
    page.goto(f"{live_site.url}/letters/broadside/log/")
    page.emulate_media(media="print")

    expect(page.locator(".sum")).to_be_visible()
    expect(page.locator(".tree")).to_be_visible()
    expect(page.locator(".mast")).to_be_hidden()
