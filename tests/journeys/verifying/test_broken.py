"""What proves nothing, told in words."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from letters.models import Letter
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.verifying.hands import HOLDS, UNDECIDED, WRONG, lay_down, twin_of, verdict
from tests.live import Site
from tests.makers import make_letter


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


def test_nothing_of_one_receipt_is_left_under_the_next(reader: Page, twin: PaperLog) -> None:
    reader.context.set_offline(True)
    lay_down(reader, twin.receipt(1))
    expect(verdict(reader)).to_have_text(HOLDS)

    lay_down(reader, "no receipt at all\n")

    expect(verdict(reader)).to_have_text(WRONG)
    expect(reader.locator("[data-step=receipt]")).to_have_attribute("data-state", "fails")
    expect(reader.locator("[data-step=key]")).to_have_attribute("data-state", "waits")
    expect(reader.locator("[data-source]:visible")).to_have_count(0)
