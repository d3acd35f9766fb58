"""Signatures decided at the desk by somebody who never touches the mouse: one after the other, and several at once."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from letters.models import Letter, Signature
from tests.cast import ADA, NOOR, SUZIE
from tests.journeys.conftest import faults_at_every_sight
from tests.journeys.hands import Keyboard
from tests.journeys.test_the_desk import take_a_seat
from tests.live import Site
from tests.makers import make_letter, make_signature


@pytest.fixture
def letter(live_site: Site) -> Letter:
    letter = make_letter("artists")
    for person in (ADA, NOOR, SUZIE):
        make_signature(letter, person, state="held", verdict="hold", rule="network")
    return letter


@pytest.fixture
def keyboard(browser: Browser, live_site: Site, letter: Letter) -> Iterator[Keyboard]:
    page = browser.new_page()
    take_a_seat(page, live_site)
    page.goto(live_site.url + reverse("desk:signatures"))
    yield Keyboard(page)
    page.close()


def states() -> list[str]:
    return list(Signature.objects.order_by("pk").values_list("state", flat=True))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_one_after_the_other(keyboard: Keyboard) -> None:
    page = keyboard.page

    page.keyboard.press("j")
    page.keyboard.press("o")
    heading(page, ADA.name)
    page.keyboard.press("a")
    keyboard.press("Count it")
    heading(page, NOOR.name)
    page.keyboard.press("n")
    heading(page, SUZIE.name)
    page.keyboard.press("q")

    heading(page, "Signatures that wait")
    assert states() == ["confirmed", "held", "held"]


def test_several_at_once_are_looked_at_decided_and_taken_back(keyboard: Keyboard) -> None:
    page = keyboard.page
    for person in (ADA, SUZIE):
        keyboard.tick(f"Tick {person.name}")
    keyboard.choose("Do this with them", "Count it")
    keyboard.press("See what would change")
    expect(page.locator("main")).to_contain_text("2 signatures would be decided")
    assert (states(), faults_at_every_sight(page)) == (["held"] * 3, [])

    page.keyboard.press("a")
    heading(page, "2 signatures: released")
    assert (states(), faults_at_every_sight(page)) == (["confirmed", "held", "confirmed"], [])

    page.keyboard.press("u")
    heading(page, "0 signatures")
    assert states().count("confirmed") == 0


def test_the_keys_go_on_after_a_tick(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.tick(f"Tick {ADA.name}")

    page.keyboard.press("j")
    page.keyboard.press("o")

    heading(page, NOOR.name)
