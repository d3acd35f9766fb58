"""A newer state of the log held against an older one, both signed by its key."""

from copy import deepcopy

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.scripts.conftest import HOST, Run
from tests.journeys.scripts.paper import PaperLog

COMPARE = """
const key = await note.parseKey(vkey);
const receipt = await checking.check(text, () => key, () => {});
const newest = await note.openNote(now, key);
const log = new tiles.Tiles(async (path) => {
  const answer = await fetch(`/log/${path}`);
  if (!answer.ok) throw new Fault("tile-broken");
  return new Uint8Array(await answer.arrayBuffer());
}, newest.size);
const before = seen && (await note.openNote(seen, key));
return faultOf(() => checking.compare(receipt, before, newest, log));
"""


@pytest.fixture
def log() -> PaperLog:
    log = PaperLog()
    log.sign_many(20)
    return log


def compared(run: Run, page: Page, receipt: str, shown: PaperLog, *, seen: str = "") -> str:
    """The fault in what is shown now to somebody with this receipt, who saw that state in between."""

    def answer(route: Route) -> None:
        body = shown.file(route.request.url.removeprefix(f"{HOST}/log/"))
        route.fulfill(body=body or b"", status=200 if body is not None else 404)

    page.route(f"{HOST}/log/**", answer)
    found: str = run("checking note tiles", COMPARE, text=receipt, vkey=shown.vkey, now=shown.note(), seen=seen)
    return found


@pytest.mark.parametrize("more", [0, 1, 11, 235, 236, 400])
def test_a_log_that_only_grew_holds_every_receipt(run: Run, empty_page: Page, log: PaperLog, more: int) -> None:
    receipt, seen = log.receipt(7), log.note()
    log.sign_many(more)

    assert compared(run, empty_page, receipt, log, seen=seen) == ""


@pytest.mark.parametrize("more", [0, 1, 300])
def test_a_history_written_anew_contradicts_the_receipt(run: Run, empty_page: Page, log: PaperLog, more: int) -> None:
    receipt, other = log.receipt(7), deepcopy(log)
    other.entries[3] = other.entries[4]
    other.sign_many(more)

    assert compared(run, empty_page, receipt, other) == "contradiction"


def test_a_dropped_entry_contradicts_the_receipt(run: Run, empty_page: Page, log: PaperLog) -> None:
    receipt, other = log.receipt(7), deepcopy(log)
    del other.entries[7]
    other.sign_many(5)

    assert compared(run, empty_page, receipt, other) == "contradiction"


def test_a_history_rewritten_after_the_receipt_contradicts_what_was_seen(
    run: Run, empty_page: Page, log: PaperLog
) -> None:
    receipt = log.receipt(7)
    log.sign_many(3)
    other, seen = deepcopy(log), log.note()
    other.entries[22] = other.entries[21]
    other.sign_many(3)

    assert compared(run, empty_page, receipt, other) == ""
    assert compared(run, empty_page, receipt, other, seen=seen) == "contradiction"


def test_a_log_that_shows_less_than_it_signed_is_found(run: Run, empty_page: Page, log: PaperLog) -> None:
    receipt, other = log.receipt(7), deepcopy(log)
    other.entries.pop()

    assert compared(run, empty_page, receipt, other) == "shorter"


def test_an_entry_published_in_other_words_is_found(run: Run, empty_page: Page, log: PaperLog) -> None:
    receipt = log.receipt(7)
    shown = Misprinted.of(log)

    assert compared(run, empty_page, receipt, shown) == "entry-other"


def test_tiles_spoilt_on_the_way_convict_nobody(run: Run, empty_page: Page, log: PaperLog) -> None:
    receipt = log.receipt(7, 15)
    shown = Spoilt.of(log)

    assert compared(run, empty_page, receipt, shown) == "tile-broken"


class Misprinted(PaperLog):
    """Signs one thing and publishes another."""

    def file(self, name: str) -> bytes | None:
        found = super().file(name)
        return found.replace(b"tally 7 ", b"tally 6 ") if found and "entries" in name else found


class Spoilt(PaperLog):
    """A proxy changes a byte of every tile."""

    def file(self, name: str) -> bytes | None:
        found = super().file(name)
        return found[:-1] + bytes([found[-1] ^ 1]) if found and "tile/0" in name else found
