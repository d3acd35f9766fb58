"""A receipt is checked by the reader's own browser, with and without the site it came from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from letters.ledger import reading
from letters.ledger.actions import turn
from letters.ledger.queueing import Signing
from letters.ledger.receipts import encode
from letters.models import Letter, Signature
from letters.signing.actions.leaving import withdraw
from tests.cast import SUZIE
from tests.journeys.conftest import serious_faults
from tests.journeys.test_a_signature import fill, newest_link
from tests.journeys.verifying.hands import HOLDS, last_step, lay_down, verdict
from tests.live import Site
from tests.makers import make_signature, make_signatures


@pytest.fixture
def address(live_site: Site, settings: LazySettings) -> str:
    settings.SITE_URL = live_site.url
    return live_site.url


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    yield page
    page.context.close()


def sign_many(letter: Letter, many: int) -> None:
    """Entries in the letter's log alone, which is what the browser looks at."""
    assert letter.log
    assert letter.current
    signings = [Signing(number, "", f"signer{number}@example.org", timezone.now()) for number in range(many)]
    with turn() as its:
        its.sign_many(letter.log.pk, letter.current.sha256, signings)


def receipt_of(signature: Signature) -> str:
    receipt = reading.receipt_of(signature.operation_id)
    assert receipt
    return encode(receipt)


def save(page: Page, name: str, folder: Path) -> Path:
    """Click what gives a file, and keep it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    kept = folder / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


def test_who_signed_keeps_receipt_and_page_and_needs_nobody(
    page: Page, address: str, letter: Letter, tmp_path: Path
) -> None:
    make_signatures(letter, 2)
    page.goto(f"{address}/letters/{letter.slug}/sign/")
    fill(page)
    page.get_by_role("button", name="Sign the letter").click()
    page.goto(newest_link())
    page.get_by_role("button", name="Confirm my signature").click()
    receipt = save(page, "Download the receipt", tmp_path)
    page.goto(f"{address}/verify/")
    assert serious_faults(page) == []
    kept = save(page, "Save this page as one file", tmp_path)

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.context.set_offline(True)
    page.goto(kept.as_uri())
    lay_down(page, receipt)

    expect(verdict(page)).to_have_text(HOLDS)
    expect(page.locator(".stub__name:visible")).to_have_text(SUZIE.name)
    expect(page.locator(".stub__number span:visible")).to_have_text("3")
    expect(page.locator(".verify__onward a:not([href])")).to_have_text(f"{address}/letters/{letter.slug}/log/entry/3/")
    assert asked == []
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_after_a_thousand_more_signatures_the_newer_state_still_holds_the_receipt(
    page: Page, address: str, letter: Letter
) -> None:
    receipt = receipt_of(make_signature(letter, SUZIE))
    sign_many(letter, 1000)

    page.goto(f"{address}/verify/")
    lay_down(page, receipt)

    expect(verdict(page)).to_have_text(HOLDS)
    expect(last_step(page)).to_contain_text("has grown to 1\u00a0002 entries")
    expect(last_step(page)).to_contain_text("The count now: 1\u00a0001")
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_kept_page_compares_when_it_is_asked_to(reader: Page, address: str, letter: Letter, tmp_path: Path) -> None:
    receipt = receipt_of(make_signature(letter, SUZIE))
    reader.goto(f"{address}/verify/")
    kept = save(reader, "Save this page as one file", tmp_path)
    make_signatures(letter, 2)

    reader.goto(kept.as_uri())
    lay_down(reader, receipt)
    expect(last_step(reader)).to_contain_text("Not asked")
    reader.get_by_role("button", name="Compare with the log as it is now").click()

    expect(last_step(reader)).to_contain_text("has grown to 4 entries")


def test_the_file_also_runs_where_it_is_served(reader: Page, address: str, letter: Letter) -> None:
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    receipt = receipt_of(make_signature(letter, SUZIE))

    reader.goto(f"{address}/letters/{letter.slug}/log/verify.html")
    lay_down(reader, receipt)

    expect(verdict(reader)).to_have_text(HOLDS)
    expect(last_step(reader)).to_contain_text("The count now: 1")
    assert said == []


def test_an_open_page_goes_on_without_the_network(reader: Page, address: str, letter: Letter) -> None:
    receipt = receipt_of(make_signature(letter, SUZIE))
    reader.goto(f"{address}/verify/")
    reader.context.set_offline(True)

    lay_down(reader, receipt)

    expect(verdict(reader)).to_have_text(HOLDS)
    expect(last_step(reader)).to_contain_text("does not answer now")


def test_only_the_files_of_the_log_are_asked_for(reader: Page, address: str, letter: Letter) -> None:
    receipt = receipt_of(make_signature(letter, SUZIE))
    reader.goto(f"{address}/verify/", wait_until="networkidle")
    asked: list[tuple[str, str]] = []
    reader.on("request", lambda request: asked.append((request.method, request.url)))

    lay_down(reader, receipt)
    expect(last_step(reader)).to_contain_text("The count now: 1")

    log = f"{address}/letters/{letter.slug}/log"
    assert sorted(asked) == [
        ("GET", f"{log}/checkpoint"),
        ("GET", f"{log}/tile/0/000.p/2"),
        ("GET", f"{log}/tile/entries/000.p/2"),
    ]


def test_a_signer_who_is_not_named_stays_so(reader: Page, address: str, letter: Letter) -> None:
    receipt = receipt_of(make_signature(letter, SUZIE, display="anonymous"))

    reader.goto(f"{address}/verify/")
    lay_down(reader, receipt)

    expect(verdict(reader)).to_have_text(HOLDS)
    expect(reader.locator(".stub__name:visible")).to_have_text("One who prefers not to be named")


def test_of_one_withdrawn_the_result_leads_to_where_that_is_said(reader: Page, address: str, letter: Letter) -> None:
    signature = make_signature(letter, SUZIE)
    receipt = receipt_of(signature)
    withdraw(signature.pk)

    reader.goto(f"{address}/verify/")
    lay_down(reader, receipt)
    expect(reader.get_by_text("Whether it was withdrawn or taken out since")).to_be_visible()
    reader.get_by_role("link", name="/log/entry/1/").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Entry 1")
    expect(reader.get_by_text("This signature was withdrawn by its signer")).to_be_visible()


def test_a_receipt_that_anybody_can_fetch_shows_no_name(reader: Page, address: str, letter: Letter) -> None:
    make_signature(letter, SUZIE)
    receipt = reader.request.get(f"{address}/letters/{letter.slug}/log/receipt/1").text()

    reader.goto(f"{address}/verify/")
    lay_down(reader, receipt)

    expect(verdict(reader)).to_have_text(HOLDS)
    expect(reader.locator(".stub__name:visible")).to_have_text("No name on this receipt")
    expect(reader.locator("[data-step=opening]")).to_have_attribute("data-state", "skipped")
