"""A reader and what the eye meets: nothing moves, nothing is cut but bars, and the number follows."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from letters.models import Letter
from tests.cast import ADA, NOOR
from tests.journeys.conftest import AXE, serious_faults
from tests.live import Site
from tests.makers import make_letter, make_signature, make_signatures

BARS = "▌║█║▌║█║▌║"
WORDS = "DENORMALIZE BILLION DOLLAR BRANDS EXPLOITING ARTISTS FOR UNPAID R&D AND PR"
BODY = f"{BARS} {WORDS} {BARS}\n\nOne line\nand the next.\n\n{'x' * 300}"

SHIFTED = """new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 1200);
})"""


TARGETS = "button, input:not([type=hidden], [tabindex='-1']), .mast a, .foot a, summary"
TOO_SMALL = """them => them
  .filter(it => it.checkVisibility() && Math.min(it.offsetWidth, it.offsetHeight) < 24)
  .map(it => it.outerHTML)"""


@pytest.fixture
def broadside(live_site: Site) -> Letter:
    letter = make_letter("broadside", title="ARTISTS ARE NOT YOUR UNPAID R&D", body=BODY, goal=10)
    make_signature(letter, ADA, first_rank=1, title="Mathematician")
    make_signatures(letter, 3)
    return letter


@pytest.fixture
def address(live_site: Site, broadside: Letter) -> str:
    return f"{live_site.url}/letters/{broadside.slug}/"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def polls(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("count.json") else None)
    return asked


def test_every_reading_page_is_whole_for_eyes_and_ears(page: Page, live_site: Site, broadside: Letter) -> None:
    for path in (
        "/",
        "/letters/",
        "/letters/broadside/v/1/",
        "/about/",
        "/privacy/",
        "/how-it-is-counted/",
        "/letters/no/",
    ):
        page.goto(live_site.url + path)
        assert serious_faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_letter_and_names_have_the_strongest_contrast(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(AXE.read_text(encoding="utf-8"))

    found = page.evaluate("axe.run({include: ['.head', '.letter', '.names']}, {runOnly: ['color-contrast-enhanced']})")

    assert [fault["nodes"] for fault in found["violations"]] == []
    assert found["passes"], "nothing was measured"


def test_nothing_moves_when_the_type_arrives_late(phone: Page, address: str) -> None:
    def late(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    phone.route("**/*.woff2", late)
    phone.goto(address)

    assert phone.evaluate(SHIFTED) < 0.02


def test_on_a_phone_words_wrap_and_only_bars_are_cut(phone: Page, address: str) -> None:
    phone.goto(address)
    words, bar = phone.locator(".glyphs__words"), phone.locator(".glyphs__bar").last
    box = words.bounding_box()

    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert bar.evaluate("bar => bar.scrollWidth > bar.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_copied_text_keeps_every_character(phone: Page, address: str) -> None:
    phone.goto(address)
    copied = phone.locator(".glyphs").evaluate(
        "line => { getSelection().selectAllChildren(line); return getSelection().toString() }"
    )

    assert "".join(copied.split()) == "".join(f"{BARS}{WORDS}{BARS}".split())


def test_a_screen_reader_hears_the_words_without_the_bars(phone: Page, address: str) -> None:
    phone.goto(address)

    heard = phone.locator(".letter").aria_snapshot()

    assert WORDS in heard
    assert "▌" not in heard


def test_an_open_page_sees_the_number_rise_within_three_seconds(phone: Page, address: str, broadside: Letter) -> None:
    phone.goto(address)
    make_signature(broadside, NOOR)

    expect(phone.locator("[data-live=number]")).to_contain_text("5", timeout=3_000)
    expect(phone.locator("[data-live=rest]")).to_have_text("5")
    assert phone.locator("progress").evaluate("bar => bar.value") == 5


def test_the_number_does_not_roll_for_those_who_want_no_motion(
    browser: Browser, address: str, broadside: Letter
) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(address)
    make_signature(broadside, NOOR)

    expect(page.locator("[data-live=plain]")).to_have_text("5", timeout=3_000)
    assert page.locator(".count__digit").count() == 0
    page.close()


def test_a_page_nobody_looks_at_asks_nothing(phone: Page, address: str) -> None:
    phone.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    asked = polls(phone)
    phone.goto(address)

    phone.wait_for_timeout(3_000)

    assert asked == []


def test_the_bar_at_the_thumb_leads_to_the_slip_and_makes_way(phone: Page, address: str) -> None:
    phone.goto(address)
    bar = phone.locator(".thumb")
    expect(bar).to_be_visible()

    bar.get_by_role("link").click()

    expect(phone.get_by_role("heading", name="Put your name to it")).to_be_in_viewport()
    expect(bar).to_be_hidden()


def test_the_keyboard_reaches_the_text_first_and_sees_where_it_is(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.keyboard.press("Tab")
    skip = phone.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    phone.keyboard.press("Enter")

    expect(phone.locator("main")).to_be_focused()


def test_targets_are_large_enough_for_a_thumb(phone: Page, address: str) -> None:
    phone.goto(address)

    small = phone.locator(TARGETS).evaluate_all(TOO_SMALL)

    assert small == []


def test_mistakes_are_listed_and_said_at_their_fields(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("button", name="Sign the letter").click()

    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(4)
    email = phone.get_by_role("textbox", name="Your e-mail address")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("Enter your e-mail address.")
    assert serious_faults(phone) == []


def test_on_paper_there_is_the_letter_and_its_names(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.emulate_media(media="print")

    expect(phone.locator(".letter")).to_be_visible()
    expect(phone.get_by_text("Ada Lovelace")).to_be_visible()
    for unwanted in (".mast", ".foot", ".slip", ".thumb"):
        expect(phone.locator(unwanted)).to_be_hidden()
