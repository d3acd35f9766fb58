from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.ledger.entries import (
    BadEntry,
    Edit,
    Entry,
    Reason,
    Restore,
    Sign,
    Strike,
    Tally,
    Text,
    Translation,
    Withdraw,
    assemble,
    encode,
    facts_of,
    hour_of,
    parse,
    target_of,
)
from tests.letters.ledger.strategies import ALL_ENTRIES
from tests.letters.ledger.vectors import ENTRIES, VECTORS, decoded

HASH = bytes(range(32))
B = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
WRITTEN = {
    f"text\nversion 1\nsha256 {B}\n": Text(1, HASH),
    f"translation\nversion 2\nlang pt-BR\nsha256 {B}\n": Translation(2, "pt-BR", HASH),
    f"sign\ntext {B}\ncard public\ncommit {B}\n": Sign(HASH, True, HASH),
    f"sign\ntext {B}\ncard private\ncommit {B}\n": Sign(HASH, False, HASH),
    f"edit\nof 7\nctl {B}\nrest {B} {B}\ncard private\ncommit {B}\n": Edit(7, HASH, (HASH, HASH), False, HASH),
    f"withdraw\nof 0\nctl {B}\nrest {B} {B}\n": Withdraw(0, HASH, (HASH, HASH)),
    "strike\nof 12\nreason fraud\n": Strike(12, Reason.FRAUD),
    "restore\nof 12\n": Restore(12),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_published_entries_are_read_and_written_byte_for_byte(entry: bytes) -> None:
    read = parse(entry)
    assert encode(read.fact, read.time, read.tally) == entry


def test_a_published_entry_says_what_happened() -> None:
    text, commit = decoded(VECTORS["text1_sha256"], VECTORS["openings"]["1"]["commit"])
    assert parse(ENTRIES[1]) == Entry(Sign(text, True, commit), 1_789_999_200, Tally(1, 0, 0))


@pytest.mark.parametrize("lines", WRITTEN)
def test_each_kind_has_its_lines(lines: str) -> None:
    entry = f"open-letter/v1 {lines}time 7200\ntally 3 2 1\n".encode()
    assert encode(WRITTEN[lines], 7200, Tally(3, 2, 1)) == entry
    assert parse(entry) == Entry(WRITTEN[lines], 7200, Tally(3, 2, 1))


@given(ALL_ENTRIES)
def test_an_entry_is_read_as_it_was_written(entry: Entry) -> None:
    assert parse(encode(entry.fact, entry.time, entry.tally)) == entry


@given(ALL_ENTRIES)
def test_an_entry_kept_in_pieces_is_put_together_later(entry: Entry) -> None:
    kind, of, facts = entry.fact.kind, target_of(entry.fact), facts_of(entry.fact)
    written = encode(entry.fact, entry.time, entry.tally)
    assert assemble(kind, of, facts, entry.time, entry.tally) == written
    assert facts.encode() in written


@given(ALL_ENTRIES, st.data())
def test_what_is_read_after_a_change_is_written_the_same(entry: Entry, data: st.DataObject) -> None:
    written = bytearray(encode(entry.fact, entry.time, entry.tally))
    written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = parse(bytes(written))
    except BadEntry:
        return
    assert encode(read.fact, read.time, read.tally) == written


@given(ALL_ENTRIES)
def test_every_cut_is_noticed(entry: Entry) -> None:
    written = encode(entry.fact, entry.time, entry.tally)
    for length in range(len(written)):
        with pytest.raises(BadEntry):
            parse(written[:length])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("open-letter/v1 ", "open-letter/v2 "),
        (" sign\n", " Sign\n"),
        (" sign\n", " edit\n"),
        ("\n", "\r\n"),
        ("card public", "card Public"),
        ("card public", "card public "),
        ("card public", "card  public"),
        ("h8=\ncard", "h9=\ncard"),
        ("h8=\ncard", "h8\ncard"),
        ("tally 1 0 0", "tally 1 0"),
        ("tally 1 0 0", "tally 1 0 0 0"),
        ("tally 1 0 0", "tally 01 0 0"),
        ("tally 1 0 0", "tally +1 0 0"),
        ("tally 1 0 0", "tally -1 0 0"),
        ("tally 1 0 0", "tally 1000000000000000 0 0"),
        ("time 3600", "time 3601"),
        ("time 3600", "time 03600"),
        ("time 3600\n", "time 3600\ntime 3600\n"),
        ("time 3600\n", ""),
        ("tally 1 0 0\n", "tally 1 0 0\n\n"),
        ("tally 1 0 0\n", "tally 1 0 0\nopening\n"),
        ("card public\ncommit", "commit"),
        ("text ", "text\t"),
    ],
)
def test_an_entry_has_no_second_form(old: str, new: str) -> None:
    good = f"open-letter/v1 sign\ntext {B}\ncard public\ncommit {B}\ntime 3600\ntally 1 0 0\n"
    parse(good.encode())
    bad = good.replace(old, new)
    assert bad != good
    with pytest.raises(BadEntry):
        parse(bad.encode())


@pytest.mark.parametrize("language", ["", "e", "EN_us", "en-", "en\nsha256", "português", "toolonglang", "en us"])
def test_a_language_is_a_tag(language: str) -> None:
    with pytest.raises((BadEntry, UnicodeEncodeError)):
        parse(encode(Translation(1, language, HASH), 3600, Tally()))


def test_a_refusal_names_the_kind() -> None:
    with pytest.raises(BadEntry, match="not a strike entry"):
        parse(b"open-letter/v1 strike\nof 1\nreason spite\ntime 3600\ntally 1 0 1\n")
    with pytest.raises(BadEntry, match="not an entry of the format"):
        parse(b"something else")


def test_no_entry_is_written_that_tells_the_minute() -> None:
    with pytest.raises(BadEntry, match="full hours"):
        encode(Restore(1), 3660, Tally())


def test_a_moment_is_known_by_its_hour_alone() -> None:
    late = datetime(2026, 9, 21, 14, 59, 59, 999999, UTC)
    assert hour_of(late) == hour_of(late - timedelta(minutes=59)) == 1_789_999_200
    assert hour_of(late.astimezone(timezone(timedelta(hours=5, minutes=45)))) == 1_789_999_200


def test_the_count_is_what_was_signed_less_what_left() -> None:
    assert Tally(10, 2, 3).count == 5
