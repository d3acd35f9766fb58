"""From an empty site to an archived letter: everybody does their part in a browser, and nobody at a shell."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import Browser, expect

from letters import tasks
from tests.cast import MO, NOOR, OLIVE, RUTH, SUZIE
from tests.journeys.empty_site.people import (
    Guest,
    arrive,
    make_account,
    newest_link,
    newest_mail,
    set_up_an_app,
)
from tests.journeys.hands import Hand, Keyboard, button
from tests.live import Site, running_site

TITLE = "NOBODY TESTS FOR FREE"
BODY = "We tested it.\n\n▌║█║▌ **PAY US** ▌║█║▌ ☠️\n\nYours,\nthe undersigned"
AMENDED = BODY.replace("We tested it.", "We tested it for two years.")
FRENCH = "Nous l’avons testé.\n\nVos\nsoussignés"


@pytest.fixture
def site(transactional_db: None, tmp_path_factory: pytest.TempPathFactory, settings: LazySettings) -> Iterator[Site]:
    cache.clear()
    with running_site(tmp_path_factory.mktemp("empty"), ADMINISTRATORS=RUTH.address) as site:
        settings.SITE_URL = site.url
        yield site
    cache.clear()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "studio.png"
    Image.new("RGB", (640, 400), "teal").save(file)
    return file


@pytest.mark.parametrize("hand", [Hand, Keyboard])
def test_a_letter_lives_from_its_first_word_to_the_archive(
    browser: Browser, site: Site, picture: Path, hand: type[Hand]
) -> None:
    olive, suzie, ruth, mo, noor = (
        arrive(browser, site.url, person, hand) for person in (OLIVE, SUZIE, RUTH, MO, NOOR)
    )
    _moderators_set_up(ruth, mo)
    _a_team_of_two(olive, suzie)
    letter = _suzie_writes(suzie, picture)
    _rejected_and_appealed(olive, ruth, mo, letter)
    address = _public_address(olive, letter)
    _noor_signs(noor, address)
    _translated(olive, ruth, letter)
    noor.go(f"{address}in/fr/")
    noor.sees("soussignés")
    _amended(olive, ruth, noor, letter)
    _ended(olive, letter)
    noor.go(address)
    for words in ("two years", "Delivered on", "We will pay.", "Archived"):
        noor.sees(words)
    for guest in (olive, suzie, ruth, mo, noor):
        guest.hand.page.context.close()


def _moderators_set_up(ruth: Guest, mo: Guest) -> None:
    """The first administrator is named by the site's configuration, everybody else by her."""
    for guest in (ruth, mo):
        guest.go("/accounts/signup/")
        make_account(guest)
    ruth.go("/desk/")
    set_up_an_app(ruth)
    ruth.go(f"/desk/people/?q={MO.address}")
    ruth.hand.choose(f"What {MO.address} is on this site", "moderator")
    ruth.hand.press(f"Change {MO.address}")
    mo.go("/desk/")
    set_up_an_app(mo)
    mo.go("/desk/")
    mo.sees("What waits")


def _a_team_of_two(olive: Guest, suzie: Guest) -> None:
    olive.go("/accounts/signup/")
    make_account(olive)
    olive.go("/studio/teams/")
    olive.hand.write("Name of the team", "The Unpaid Testers")
    olive.hand.press("Make the team")
    olive.hand.write("E-mail", SUZIE.address)
    olive.hand.press("Invite")
    suzie.go(newest_link(SUZIE, "invitation"))
    suzie.hand.follow("Make an account")
    make_account(suzie)
    suzie.hand.press("Accept")
    suzie.sees("The Unpaid Testers")


def _suzie_writes(suzie: Guest, picture: Path) -> str:
    """The editor writes, with a picture; the path of the letter in the studio."""
    suzie.go("/studio/new/")
    suzie.hand.choose("Who publishes it", "The Unpaid Testers")
    suzie.hand.press("Begin")
    expect(suzie.hand.page).to_have_url(_anything("/write/"))
    letter = suzie.hand.page.url.split(suzie.site)[1].split("write/")[0]
    suzie.go(f"{letter}images/")
    suzie.hand.upload("Image", picture)
    suzie.hand.write("What it shows", "A desk with two screens")
    suzie.hand.press("Add the image")
    line = suzie.hand.page.locator(".images__line").inner_text()
    suzie.go(f"{letter}write/")
    _write(suzie.hand, TITLE, f"{BODY}\n\n{line}")
    return letter


def _write(hand: Hand, title: str, body: str) -> None:
    hand.write("Title", title)
    hand.write("To", "Those who build on us")
    hand.write("Text", body)
    _save(hand)


def _save(hand: Hand) -> None:
    """The editor's script saves the text without leaving the page."""
    hand.open(button(hand.page, "Save"))
    expect(hand.page.locator("[data-writer-part=state]")).to_contain_text("Saved at")


def _rejected_and_appealed(olive: Guest, ruth: Guest, mo: Guest, letter: str) -> None:
    olive.go(letter)
    olive.hand.press("Submit to the desk")
    olive.sees("With the desk")
    _decide(mo, "Reject", reason="misleading")
    assert "misleading" in newest_mail(OLIVE) or "not true" in newest_mail(OLIVE)
    olive.go(letter)
    olive.hand.write("Why the decision should be another one", "We have the contracts.")
    olive.hand.press("Send the appeal")
    olive.sees("Your appeal is with another moderator")
    _decide(ruth, "Let the appeal succeed")


def _decide(moderator: Guest, verdict: str, *, reason: str = "") -> None:
    """Open the item that waits longest, and decide it."""
    moderator.go("/desk/letters/")
    moderator.hand.enter(moderator.hand.page.locator("main [data-open]").first)
    moderator.hand.open(moderator.hand.page.locator("summary").filter(has_text=verdict).first)
    if reason:
        moderator.hand.choose("For this reason", reason)
    moderator.hand.press(verdict)
    expect(moderator.hand.page).not_to_have_url(_anything("/desk/submissions/"))


def _public_address(olive: Guest, letter: str) -> str:
    olive.go(letter)
    olive.hand.follow("See the public page")
    expect(olive.hand.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(olive.hand.page.get_by_alt_text("A desk with two screens")).to_be_visible()
    return olive.hand.page.url


def _noor_signs(noor: Guest, address: str) -> None:
    noor.go(f"{address}sign/")
    noor.hand.write("Your name", NOOR.name)
    noor.hand.write("Your e-mail address", NOOR.address)
    noor.hand.tick("I have read this letter and sign it.")
    noor.hand.tick("I know that my signature may show")
    noor.hand.press("Sign the letter")
    noor.go(newest_link(NOOR, "confirm"))
    noor.hand.press("Confirm my signature")
    noor.sees("You have signed")


def _translated(olive: Guest, ruth: Guest, letter: str) -> None:
    olive.go(f"{letter}translations/")
    olive.hand.choose("Another language", "français")
    olive.hand.press("Begin a translation")
    _write(olive.hand, "PERSONNE NE TESTE GRATUITEMENT", FRENCH)
    olive.go(f"{letter}translations/")
    olive.hand.press("Submit as the translation of version 1")
    _decide(ruth, "Approve")


def _amended(olive: Guest, ruth: Guest, noor: Guest, letter: str) -> None:
    """Text that was signed stays; the next version passes the desk, and who signed hears of it."""
    olive.go(f"{letter}write/")
    olive.hand.write("Text", AMENDED)
    _save(olive.hand)
    olive.go(f"{letter}amend/")
    olive.hand.write("What this version changes", "For how long we tested.")
    olive.hand.press("Submit the new version")
    _decide(ruth, "Approve")
    tasks.tell_amendments()
    assert "For how long we tested." in newest_mail(NOOR)
    noor.go(newest_link(NOOR, "signature"))
    noor.sees(NOOR.name)


def _ended(olive: Guest, letter: str) -> None:
    yesterday = str(date.today() - timedelta(days=1))
    olive.go(letter)
    olive.hand.press("Close the letter")
    olive.hand.write("Delivered on", yesterday)
    olive.hand.press("Mark as delivered")
    olive.hand.write("Who answered", "Those who build on us")
    olive.hand.write("Received on", yesterday)
    olive.hand.write("The answer, word for word", "We will pay.")
    olive.hand.press("Publish the answer")
    olive.hand.press("Archive the letter")
    olive.hand.press("Take it out of the archive")
    olive.hand.press("Archive the letter")


def _anything(part: str) -> "re.Pattern[str]":
    return re.compile(re.escape(part))
