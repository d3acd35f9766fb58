"""Every page of the studio and the desk that the table of pages lists, at every sight, under axe."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.roles import PAGES, Act, Who
from letters.models import Decision, Letter
from letters.moderation.actions.together import decide_together
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from letters.signing.origins import count_changed
from tests.accounts.test_every_address import addresses
from tests.accounts.world import World, make_world
from tests.cast import MO, NOOR, OLIVE, SUZIE
from tests.journeys.conftest import faults_at_every_sight
from tests.journeys.sessions import sign_in
from tests.live import Site
from tests.makers import make_draft, make_letter, make_signature, make_signatures, make_submission

DESK = (Who.MODERATOR, Who.ADMINISTRATOR)
STUDIO = (*Act, Who.PERSON, Who.HOLDER)
PICTURES = ("studio:image", "desk:image")
WRONG_METHOD = 405  # a form that only takes posts is no page


@dataclass(frozen=True)
class Busy:
    """A site in which something stands on every page."""

    people: dict[str, User]
    pages: list[tuple[str, str]]

    def pages_for(self, door: str, needs: Container[Act | Who]) -> list[tuple[str, str]]:
        return [(page, address) for page, address in self.pages if page.startswith(door) and PAGES[page] in needs]


@pytest.fixture
def busy(live_site: Site) -> Busy:
    world = make_world()
    pages = [(page, address) for page, address in addresses(world) if page not in PICTURES]
    make_signatures(world.letter, 30)
    make_signature(world.letter, SUZIE, state="struck", reason="person")
    make_signature(world.letter, OLIVE, display="initials", affiliation="The harbour")
    held = [make_signature(world.letter, person, state="held", verdict="hold", rule="network") for person in (MO, NOOR)]
    release = Wish(Subject.SIGNATURE, 0, Decision.Verdict.RELEASE)
    decide_together(1, release, {held[0].pk: 0}, person=world.people["administrator"])
    for title, hours in (("Pay the choir", 70), ("A library for the harbour", 3)):
        draft = make_draft(title=title, state="submitted", team=world.team)
        make_submission(draft, title=title, at=timezone.now() - timedelta(hours=hours))
    count_changed()
    return Busy(world.people, [*pages, *in_other_states(world)])


def in_other_states(world: World) -> Iterator[tuple[str, str]]:
    """The overview has other forms in each state."""
    letters = [make_draft(team=world.team)]
    for state in (Letter.State.CLOSED, Letter.State.ARCHIVED, Letter.State.TAKEN_DOWN):
        letters.append(make_letter(team=world.team, state=state, notice="It names a person who is not public."))
    return (("studio:letter", reverse("studio:letter", args=[letter.pk])) for letter in letters)


def signed_in(browser: Browser, site: Site, person: User) -> Page:
    page = browser.new_page()
    sign_in(page.context, person, site)
    return page


def faults_of(page: Page, site: Site, pages: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What is wrong with each page, with everything on it unfolded."""
    faults = {}
    for name, address in pages:
        if (status := page.request.get(site.url + address).status) != WRONG_METHOD:
            page.goto(site.url + address)
            page.evaluate("document.querySelectorAll('main details').forEach(each => (each.open = true))")
            faults[f"{name} {status}"] = faults_at_every_sight(page)
    return faults


def test_every_page_of_the_studio_is_whole(browser: Browser, live_site: Site, busy: Busy) -> None:
    page = signed_in(browser, live_site, busy.people["owner"])

    faults = faults_of(page, live_site, busy.pages_for("studio:", STUDIO))

    assert {name: found for name, found in faults.items() if found or not name.endswith(" 200")} == {}
    assert len(faults) > 20


def test_every_page_of_the_desk_is_whole(browser: Browser, live_site: Site, busy: Busy) -> None:
    page = signed_in(browser, live_site, busy.people["administrator"])

    faults = faults_of(page, live_site, busy.pages_for("desk:", DESK))

    assert {name: found for name, found in faults.items() if found or not name.endswith(" 200")} == {}
    assert len(faults) > 10
