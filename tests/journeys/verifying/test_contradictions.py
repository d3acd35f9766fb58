"""Logs that contradict themselves, found by one reader alone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from letters.models import Letter
from tests.journeys.conftest import serious_faults
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.verifying.hands import CONTRADICTED, HOLDS, last_step, lay_down, twin_of, verdict
from tests.makers import make_signatures


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
