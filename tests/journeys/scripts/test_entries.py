"""The browser reads the same entries as the site, and refuses the same."""

import random
from base64 import b64encode

import pytest
from hypothesis import HealthCheck, given, settings

from letters.ledger import entries
from letters.ledger.entries import BadEntry, Entry
from tests.journeys.scripts.conftest import Run
from tests.letters.ledger.strategies import ALL_ENTRIES
from tests.letters.ledger.vectors import ENTRIES, VECTORS

READ = """return texts.map((text) => {
  const whole = bytes.fromBase64(text);
  try { return entry.parseEntry(whole).length === whole.length; }
  catch (error) { if (error.code !== "entry-broken") throw error; return false; }
})"""


def readable(entry: bytes) -> bool:
    try:
        entries.parse(entry)
    except BadEntry:
        return False
    return True


def browser_reads(run: Run, *found: bytes) -> list[bool]:
    answers: list[bool] = run("entry", READ, texts=[b64encode(entry).decode() for entry in found])
    return answers


def mutants(entry: bytes, dice: random.Random) -> list[bytes]:
    at = dice.randrange(len(entry))
    sign = bytes([dice.choice(b"\n 0123456789=/+azAZ-\r\x00\xff")])
    line = entry.split(b"\n")
    dice.shuffle(line)
    return [
        entry[:at] + sign + entry[at + 1 :],
        entry[:at] + sign + entry[at:],
        entry[:at] + entry[at + 1 :],
        entry[:at],
        b"\n".join(line),
    ]


def test_the_vectors_are_read(run: Run) -> None:
    tally = "const {signed, withdrawn, struck, count} = entry.parseEntry(bytes.utf8(text));"

    assert browser_reads(run, *ENTRIES) == [True] * 8
    assert run("entry", f"{tally} return [signed, withdrawn, struck, count]", text=VECTORS["entries"][7]) == [
        3,
        1,
        1,
        1,
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ALL_ENTRIES)
def test_whatever_the_site_writes_is_read(run: Run, entry: Entry) -> None:
    assert browser_reads(run, entries.encode(entry.fact, entry.time, entry.tally)) == [True]


@pytest.mark.parametrize("seed", range(4))
def test_both_refuse_the_same(run: Run, seed: int) -> None:
    dice = random.Random(seed)
    changed = [mutant for entry in ENTRIES for _ in range(30) for mutant in mutants(entry, dice)]
    # What follows an entry belongs to the receipt and is judged there, so only what is a whole entry is compared.
    assert browser_reads(run, *changed) == [readable(entry) for entry in changed]


def test_an_opening_opens_its_own_entry_and_no_other(run: Run) -> None:
    known = VECTORS["openings"]["1"]
    opening = {"salt": known["salt"], "mail": known["rest"][0], "control": known["rest"][1]}
    body = """
    const parts = Object.fromEntries(Object.entries(opening).map(([name, text]) => [name, bytes.fromBase64(text)]));
    return Promise.all(cards.map((card) => entry.opens(entry.parseEntry(bytes.utf8(text)), { ...parts, card })));
    """
    cards = [known["card"], known["card"].replace("Ada", "Eve"), ""]

    assert run("entry", body, opening=opening, text=VECTORS["entries"][1], cards=cards) == [True, False, False]
