"""The desk in a real browser: every page at every sight, and a moderator who never touches the mouse."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from letters.guard.actions import block
from letters.models import Case, Decision, Letter, Signature, Submission
from letters.moderation.actions.reporting import Complaint, report
from tests.cast import ADA
from tests.journeys.conftest import SIGHTS, faults_at_every_sight
from tests.journeys.sessions import hand_over
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import Verdict, on_letter
from tests.live import Site
from tests.makers import make_draft, make_letter, make_signature, make_submission


@pytest.fixture
def letter(live_site: Site) -> Letter:
    """A busy desk: letters that wait, one of them late, reports, and something decided."""
    now = timezone.now()
    letter = make_letter("artists")
    make_signature(letter, ADA, state="held", verdict="hold", rule="network")
    for title, hours in (("Pay the choir", 70), ("A library for the harbour", 20), ("Trams at night", 3)):
        make_submission(make_draft(title=title, state="submitted"), title=title, at=now - timedelta(hours=hours))
    make_submission(
        letter, kind="amendment", body="We wrote the films.", note="The films", words="Thank you for reading."
    )
    block("spam.example", reason="spam", note="Sells followers.", by="operator")
    block("troll@harbour.example", reason="abuse", by="operator")
    report(letter, Complaint("abuse", "It calls my neighbour a thief.", network="192.0.2.1/32"))
    report(letter, Complaint("unlawful", network="192.0.2.2/32"))
    return letter


def pages() -> dict[str, str]:
    amendment = Submission.objects.get(kind="amendment")
    return {
        "home": reverse("desk:home"),
        "letters": reverse("desk:letters"),
        "submission": reverse("desk:submission", args=[Submission.objects.filter(kind="first").earliest("at").pk]),
        "amendment": reverse("desk:submission", args=[amendment.pk]),
        "letter": reverse("desk:letter", args=[amendment.letter_id]),
        "reports": reverse("desk:reports"),
        "case": reverse("desk:case", args=[Case.objects.get().pk]),
        "signature": reverse("desk:signature", args=[Signature.objects.earliest("pk").pk]),
        "blocks": reverse("desk:blocks"),
        "decisions": reverse("desk:decisions"),
        "report": reverse("pages:report", args=["artists"]) + "?signature=1",
        "transparency": reverse("pages:transparency"),
    }


def take_a_seat(page: Page, site: Site) -> None:
    client = Client()
    person = sit(client)
    other = make_letter("taken-down", title="Burn the archive")
    on_letter(other, Verdict.TAKE_DOWN, reason="hate", person=person)
    hand_over(client, page.context, site)


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(**SIGHTS["desktop-light"])
    yield page
    page.close()


def test_no_page_of_the_desk_has_a_serious_fault_or_scrolls_sideways(
    live_site: Site, letter: Letter, desktop: Page
) -> None:
    take_a_seat(desktop, live_site)
    faults = {}
    for name, path in pages().items():
        desktop.goto(live_site.url + path)
        for choice in desktop.locator("details.verdicts__one").all():
            choice.evaluate("choice => (choice.open = true)")
        faults[name] = faults_at_every_sight(desktop)

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_moderator_decides_and_takes_back_without_a_mouse(live_site: Site, letter: Letter, desktop: Page) -> None:
    page = desktop
    take_a_seat(page, live_site)
    page.goto(live_site.url + reverse("desk:letters"))

    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Pay the choir")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    expect(page.locator("details[open] textarea[name=words]")).not_to_be_empty()
    page.keyboard.press("Tab")
    page.keyboard.type("Try a concert hall. r n u")
    page.keyboard.press("Escape")
    page.locator("details[open] .button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="A library for the harbour")).to_be_visible()
    assert Decision.objects.filter(verdict="reject").count() == 1

    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Pay the choir")).to_be_visible()
    assert Submission.objects.awaiting().filter(title="Pay the choir").exists()


def test_a_block_is_looked_at_done_and_lifted(live_site: Site, letter: Letter, desktop: Page) -> None:
    take_a_seat(desktop, live_site)
    desktop.goto(live_site.url + reverse("desk:blocks"))
    desktop.get_by_label("Domain or address").fill("nonsense")
    desktop.get_by_role("button", name="See what it would hit").click()
    faults = faults_at_every_sight(desktop)

    desktop.get_by_label("Domain or address").fill("GMAIL.com")
    desktop.get_by_label("For this reason").select_option("fraud")
    desktop.get_by_role("button", name="See what it would hit").click()
    expect(desktop.get_by_text("Very many people have their mail there.")).to_be_visible()
    faults += faults_at_every_sight(desktop)

    desktop.get_by_role("button", name="Block gmail.com").click()
    line = desktop.get_by_role("listitem").filter(has_text="gmail.com")
    line.locator("summary").click()
    line.get_by_role("button", name="Lift the block").click()
    expect(desktop.get_by_text("Say why")).to_be_visible()
    assert faults + faults_at_every_sight(desktop) == []

    desktop.get_by_label("Why it is lifted").fill("A slip.")
    desktop.get_by_role("button", name="Lift the block").click()
    expect(desktop.get_by_text("gmail.com")).to_have_count(0)


@pytest.fixture
def reading(live_site: Site, letter: Letter, desktop: Page) -> Page:
    """A moderator who has a letter open, on a clock that the test turns."""
    desktop.clock.install()
    take_a_seat(desktop, live_site)
    desktop.goto(live_site.url + pages()["submission"])
    return desktop


def test_whoever_is_signed_out_meanwhile_is_told_before_they_write_on(reading: Page) -> None:
    reading.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    reading.clock.run_for("04:01")

    expect(reading.get_by_text("You are no longer signed in.")).to_be_visible()


def test_a_net_that_is_away_for_a_moment_is_no_fault(reading: Page) -> None:
    faults: list[object] = []
    reading.on("pageerror", lambda fault: faults.append(fault))

    with reading.expect_event("requestfailed"):
        reading.context.set_offline(offline=True)
        reading.clock.run_for("04:01")
    reading.context.set_offline(offline=False)
    with reading.expect_response("**/keep/") as kept:
        reading.clock.run_for("04:01")

    assert (kept.value.json()["is_mine"], faults) == (True, [])
