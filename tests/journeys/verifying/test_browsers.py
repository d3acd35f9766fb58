"""Hands without a mouse, ears without eyes, and browsers that lack something."""

from playwright.sync_api import Browser, Page, expect

from petition.lib.notes import Signer
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.verifying.hands import HOLDS, UNDECIDED, WRONG, lay_down, verdict
from tests.live import Site

DROP = """([target, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "receipt.tlog-proof"));
  target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


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


def test_lines_of_witnesses_are_named_and_not_vouched_for(reader: Page, twin: PaperLog) -> None:
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
