"""Receipts checked in the browser: the whole way, and every way in which one proves nothing."""

from base64 import b64decode, b64encode

import pytest

from tests.journeys.scripts.conftest import Run
from tests.journeys.scripts.paper import PaperLog
from tests.letters.ledger.vectors import KEYS, VECTORS

VECTOR: str = VECTORS["tlog_proof_1"]
WITHOUT_WITNESS = "".join(line for line in VECTOR.splitlines(keepends=True) if "witness" not in line)
CHECK = """
const passed = [];
const fault = await faultOf(() => checking.check(text, () => note.parseKey(vkey), (step) => passed.push(step)));
return [passed.join(" "), fault];
"""
ALL = "receipt key signature inclusion opening"


@pytest.fixture
def log() -> PaperLog:
    log = PaperLog()
    log.sign("Ada Lovelace", "Mathematician", "London")
    log.sign()
    log.sign_many(5)
    return log


def checked(run: Run, text: str, vkey: str) -> list[str]:
    found: list[str] = run("checking note", CHECK, text=text, vkey=vkey)
    return found


def with_extra(receipt: str, change: tuple[bytes, bytes]) -> str:
    """The receipt with what it carries changed."""
    line = receipt.splitlines()[1]
    carried = b64decode(line.removeprefix("extra ")).replace(*change, 1)
    return receipt.replace(line, f"extra {b64encode(carried).decode()}")


def test_the_receipt_of_the_vectors_holds(run: Run) -> None:
    assert checked(run, VECTOR, KEYS["log_vkey"]) == ["receipt key signature inclusion", ""]


@pytest.mark.parametrize("index", [1, 2])
def test_a_receipt_with_its_opening_holds_publicly_and_privately(run: Run, log: PaperLog, index: int) -> None:
    assert checked(run, log.receipt(index), log.vkey) == [ALL, ""]


def test_every_entry_of_a_log_has_a_receipt_that_holds_at_every_size(run: Run, log: PaperLog) -> None:
    for size in range(1, 9):
        for index in range(size):
            assert checked(run, log.receipt(index, size), log.vkey)[1] == "", (index, size)


def test_no_byte_of_a_receipt_can_be_changed_unnoticed(run: Run) -> None:
    body = """
    const key = await note.parseKey(vkey);
    const unnoticed = [];
    for (let at = 0; at < text.length; at += 1) {
      const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      if (!(await faultOf(() => checking.check(changed, () => key, () => {})))) unnoticed.push(at);
    }
    return unnoticed;
    """
    assert run("checking note", body, text=WITHOUT_WITNESS, vkey=KEYS["log_vkey"]) == []


def test_a_receipt_cut_anywhere_proves_nothing(run: Run) -> None:
    body = """
    const key = await note.parseKey(vkey);
    const faults = new Set();
    for (let end = 0; end < text.length; end += 1) {
      faults.add(await faultOf(() => checking.check(text.slice(0, end), () => key, () => {})));
    }
    return [...faults].sort();
    """
    assert run("checking note", body, text=WITHOUT_WITNESS, vkey=KEYS["log_vkey"]) == ["no-receipt", "truncated"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("\n", "\r\n", ["", "line-ends"]),
        ("c2sp.org", "C2SP.org", ["", "no-receipt"]),
        ("extra ", "extra  ", ["", "line-broken"]),
        ("index 1\n", "", ["", "line-broken"]),
        ("index 1\n", "index 01\n", ["", "line-broken"]),
        ("index 1\n", "index 8\n", ["receipt key signature", "index-beyond"]),
        ("index 1\n", "index 2\n", ["receipt key signature", "not-included"]),
    ],
)
def test_what_is_wrong_with_a_receipt_is_named(
    run: Run, log: PaperLog, before: str, after: str, expected: list[str]
) -> None:
    assert checked(run, log.receipt(1).replace(before, after), log.vkey) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"Ada", b"Eve", ["receipt key signature inclusion", "opening-other"]),
        (b"tally 1 0 0", b"tally 9 0 0", ["receipt key signature", "not-included"]),
        (b"card public", b"card private", ["", "opening-broken"]),
        (b"\nsalt", b"\nsolt", ["", "opening-broken"]),
        (b"role Math", b"rule Math", ["", "opening-broken"]),
        (b"open-letter/v1 sign", b"open-letter/v2 sign", ["", "entry-broken"]),
        (b"Ada", b"\xff\xfe", ["", "not-text"]),
    ],
)
def test_what_is_wrong_with_what_it_carries_is_named(
    run: Run, log: PaperLog, before: bytes, after: bytes, expected: list[str]
) -> None:
    assert checked(run, with_extra(log.receipt(1), (before, after)), log.vkey) == expected


def test_one_receipt_with_the_proof_of_another_is_none(run: Run, log: PaperLog) -> None:
    mine, theirs = log.receipt(1).splitlines(), log.receipt(4).splitlines()
    mixed = "\n".join([*theirs[:2], *mine[2:]]) + "\n"

    assert checked(run, mixed, log.vkey) == ["receipt key signature", "not-included"]


def test_a_receipt_of_another_log_is_not_signed_by_this_key(run: Run, log: PaperLog) -> None:
    other = PaperLog(origin=log.origin, seed=b"\x03" * 32)
    other.sign("Ada Lovelace")

    assert checked(run, other.receipt(1), log.vkey) == ["receipt key", "foreign-key"]


@pytest.mark.parametrize(("content", "fault"), [("[255, 254, 0]", "not-text"), ("262145", "too-large")])
def test_a_file_that_is_no_receipt_at_all_is_refused_before_it_is_read(run: Run, content: str, fault: str) -> None:
    assert run("receipt", f"return faultOf(() => receipt.readText(new Uint8Array({content})))") == fault
