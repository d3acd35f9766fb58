"""Receipts that prove nothing, logs that contradict themselves, and hands that hold no mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from letters.models import Letter
from petition.lib.notes import Signer
from tests.journeys.conftest import serious_faults
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.verifying import (
    CONTRADICTED,
    HOLDS,
    UNDECIDED,
    WRONG,
    last_step,
    lay_down,
    twin_of,
    verdict,
)
from tests.live import Site
from tests.makers import make_letter, make_signatures

DROP = """([target, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "receipt.tlog-proof"));
  target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def twin(letter: Letter) -> PaperLog:
    """Signed by the letter's own key, and never shown to anybody but the reader."""
    twin = twin_of(letter)
    twin.sign("Eve")
    twin.sign_many(2)
    return twin


@pytest.fixture
def reader(browser: Browser, live_site: Site, letter: Letter) -> Iterator[Page]:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{live_site.url}/verify/")
    yield page
    page.context.close()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("\n", "\r\n", "line ends were changed"),
        ("c2sp.org", "c3sp.org", "first line should read"),
        ("\n\n", "\n", "is cut off"),
        ("index 1\n", "index one\n", "Line 3"),
        ("index 1\n", "index 2\n", "is not entry 2"),
        ("index 1\n", "index 9\n", "that had 4 entries"),
        ("\n4\n", "\n5\n", "at least one character"),
    ],
)
def test_what_is_wrong_is_told_in_words(reader: Page, twin: PaperLog, before: str, after: str, told: str) -> None:
    lay_down(reader, twin.receipt(1).replace(before, after))

    expect(verdict(reader)).to_have_text(WRONG)
    expect(reader.locator("[data-fault]:visible")).to_contain_text(told)
    expect(reader.locator("[data-part=proven]")).to_be_hidden()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"x" * 10 * 1024 * 1024, "too large"), (b"\x89PNG\r\n\x1a\n\xff", "no text"), (b"", "first line should read")],
    ids=["large", "picture", "empty"],
)
def test_another_file_is_told_from_a_receipt(reader: Page, content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)

    lay_down(reader, tmp_path / "file")

    expect(verdict(reader)).to_have_text(WRONG)
    expect(reader.locator("[data-fault]:visible")).to_contain_text(told)


def test_the_log_of_another_site_needs_its_key(reader: Page) -> None:
    foreign = PaperLog("elsewhere.example/letters/library/log")
    index = foreign.sign("Ada Lovelace")

    lay_down(reader, foreign.receipt(index))
    expect(verdict(reader)).to_have_text(UNDECIDED)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("Check the receipt at elsewhere.example")
    reader.get_by_text("Check against a key of your own").click()
    reader.get_by_label("Key of the log").fill(foreign.vkey)
    lay_down(reader, foreign.receipt(index))

    expect(verdict(reader)).to_have_text(HOLDS)


def test_a_receipt_signed_by_somebody_else_is_none(reader: Page, letter: Letter) -> None:
    forged = PaperLog(letter.origin, b"\x09" * 32)

    lay_down(reader, forged.receipt(forged.sign("Ada Lovelace")))

    expect(verdict(reader)).to_have_text(WRONG)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("the key of that log has not signed it")


def test_the_file_of_one_letter_names_the_other_whose_receipt_it_gets(
    reader: Page, live_site: Site, letter: Letter
) -> None:
    other = twin_of(make_letter("other"))

    reader.goto(f"{live_site.url}/letters/{letter.slug}/log/verify.html")
    lay_down(reader, other.receipt(other.sign("Ada Lovelace")))

    expect(verdict(reader)).to_have_text(UNDECIDED)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("another letter: letters.example/letters/other/log")


def test_a_rewritten_history_is_shown_with_both_its_signatures(
    reader: Page, twin: PaperLog, letter: Letter, tmp_path: Path
) -> None:
    make_signatures(letter, 5)

    lay_down(reader, twin.receipt(1))

    expect(verdict(reader)).to_have_text(CONTRADICTED)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("proof of tampering")
    assert serious_faults(reader) == []
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Keep both as a file").click()
    download.value.save_as(tmp_path / "both")
    kept = (tmp_path / "both").read_text()
    assert twin.note() in kept
    assert kept.count(f"— {letter.origin} ") == 2


def test_a_log_that_shows_less_than_it_signed_is_told(reader: Page, twin: PaperLog) -> None:
    lay_down(reader, twin.receipt(1))

    expect(verdict(reader)).to_have_text(CONTRADICTED)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("more entries than it shows now")


def test_two_histories_are_found_out_by_whoever_saw_both(reader: Page, twin: PaperLog, letter: Letter) -> None:
    other = twin_of(letter)
    other.sign("Ada Lovelace")
    other.sign_many(2)
    reader.context.set_offline(True)

    lay_down(reader, twin.receipt(1))
    expect(verdict(reader)).to_have_text(HOLDS)
    lay_down(reader, other.receipt(1))

    expect(verdict(reader)).to_have_text(CONTRADICTED)


def test_a_log_whose_key_was_changed_is_told(reader: Page, letter: Letter, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    lay_down(reader, twin.receipt(1))
    expect(verdict(reader)).to_have_text(HOLDS)
    changed = PaperLog(letter.origin, b"\x09" * 32)

    reader.get_by_text("Check against a key of your own").click()
    reader.get_by_label("Key of the log").fill(changed.vkey)
    lay_down(reader, changed.receipt(changed.sign("Ada Lovelace")))

    expect(verdict(reader)).to_have_text(CONTRADICTED)
    expect(reader.locator("[data-fill=older]")).to_have_text(twin.vkey)
    expect(reader.locator("[data-fill=newer]")).to_have_text(changed.vkey)


def test_a_newest_state_that_nobody_signed_is_not_believed(reader: Page, letter: Letter, twin: PaperLog) -> None:
    stranger = PaperLog(letter.origin, b"\x09" * 32)
    reader.route("**/log/checkpoint", lambda route: route.fulfill(body=stranger.note()))

    lay_down(reader, twin.receipt(1))

    expect(verdict(reader)).to_have_text(HOLDS)
    expect(last_step(reader)).to_contain_text("is not signed by the log’s key")


def test_a_receipt_is_pasted_and_checked_by_keyboard_alone(reader: Page, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    reader.get_by_role("textbox", name="Or paste its text").focus()
    reader.keyboard.insert_text(twin.receipt(1).rstrip("\n"))
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("button", name="Check it")).to_be_focused()

    reader.keyboard.press("Enter")

    expect(verdict(reader)).to_have_text(HOLDS)


def test_what_is_found_is_said_to_those_who_hear_the_page(reader: Page, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    lay_down(reader, twin.receipt(1).replace("index 1\n", "index 2\n"))

    expect(reader.get_by_role("status")).to_contain_text(WRONG)
    expect(reader.get_by_role("status")).to_contain_text("is not entry 2")
    assert "Fails: The entry is one of them" in reader.locator("[data-step=inclusion]").aria_snapshot()


def test_a_file_may_be_dropped_anywhere(reader: Page, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    heading = reader.get_by_role("heading", level=1).element_handle()

    reader.evaluate(DROP, [heading, twin.receipt(1)])

    expect(verdict(reader)).to_have_text(HOLDS)


def test_nothing_of_one_receipt_is_left_under_the_next(reader: Page, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    lay_down(reader, twin.receipt(1))
    expect(verdict(reader)).to_have_text(HOLDS)

    lay_down(reader, "no receipt at all\n")

    expect(verdict(reader)).to_have_text(WRONG)
    expect(reader.locator("[data-step=receipt]")).to_have_attribute("data-state", "fails")
    expect(reader.locator("[data-step=key]")).to_have_attribute("data-state", "waits")
    expect(reader.locator("[data-source]:visible")).to_have_count(0)


def test_an_older_browser_checks_with_the_borrowed_curve(reader: Page, twin: PaperLog) -> None:
    reader.add_init_script(
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('no Ed25519 here', 'NotSupportedError'))"
    )
    reader.reload()
    reader.context.set_offline(True)

    lay_down(reader, twin.receipt(1))

    expect(verdict(reader)).to_have_text(HOLDS)


def test_a_page_without_cryptography_says_so(reader: Page) -> None:
    reader.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    reader.reload()

    expect(verdict(reader)).to_have_text(UNDECIDED)
    expect(reader.locator("[data-fault]:visible")).to_contain_text("secure connection")


def test_a_browser_that_remembers_nothing_checks_all_the_same(reader: Page, twin: PaperLog) -> None:
    reader.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    reader.reload()
    reader.context.set_offline(True)

    lay_down(reader, twin.receipt(1))

    expect(verdict(reader)).to_have_text(HOLDS)


def test_lines_of_witnesses_are_named_and_not_vouched_for(reader: Page, letter: Letter, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    witness = Signer("witness.example/w1", b"\x05" * 32).sign("anything\n")

    lay_down(reader, twin.receipt(1) + witness)

    expect(reader.locator("[data-part=witnesses]")).to_contain_text("witness.example/w1")
    expect(reader.locator("[data-part=witnesses]")).to_contain_text("not checked here")


def test_without_a_script_the_program_is_named(browser: Browser, live_site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_site.url}/verify/")

    expect(page.get_by_role("link", name="check_log.py").first).to_be_visible()
    expect(page.locator("[data-part=form]")).to_be_hidden()
    page.close()
