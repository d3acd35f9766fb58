"""Everything that the scripts can find has words on the page, and no words wait for what is never found."""

import re

import pytest

from letters.pages.inlining import STATIC
from tests.house.code import ROOT

FOLDER = STATIC / "js/behaviours"
SCRIPTS = {path.stem: path.read_text() for path in (*(STATIC / "js/log").glob("*.js"), FOLDER / "verify.js")}
SHEET = (FOLDER / "verify_sheet.js").read_text()
NAMES = ("verifier", "verdict", "proven", "checked")
PAGE = "".join((ROOT / "templates/components" / f"{name}.html").read_text() for name in NAMES)


def spoken(group: str) -> set[str]:
    return {name for names in re.findall(rf'data-{group}="([^"]+)"', PAGE) for name in names.split()}


def thrown(*stems: str) -> set[str]:
    return {code for stem in stems for code in re.findall(r'new Fault\("([\w-]+)"', SCRIPTS[stem])}


def test_every_fault_of_a_receipt_or_a_log_has_its_sentence() -> None:
    while_comparing = {"tile-broken", "newest-broken"}

    assert spoken("fault") == thrown(*SCRIPTS) - while_comparing


def test_every_way_in_which_the_newest_state_stays_unread_has_its_sentence() -> None:
    unread = {"unreachable", "entry-broken", "tile-broken", "newest-broken"}

    assert spoken("history") == unread | {"waits", "asked", "same", "grown", "later"}


def test_every_kind_of_entry_has_its_words() -> None:
    kinds = set(re.findall(r"^  (\w+): ", SCRIPTS["entry"], re.MULTILINE))

    assert kinds == {"text", "translation", "sign", "edit", "withdraw", "strike", "restore"}
    assert spoken("kind") == kinds


@pytest.mark.parametrize("group", ["part", "fill"])
def test_every_place_that_a_script_looks_for_is_on_the_page(group: str) -> None:
    wanted = set(re.findall(rf'#?{group}\("(\w+)"', SHEET + SCRIPTS["verify"]))

    assert wanted
    assert wanted <= spoken(group)
