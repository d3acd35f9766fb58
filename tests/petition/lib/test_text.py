import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import text

NAMES = [
    "Noor Haddad",
    "bell hooks",
    "Nguyễn Thị Minh Khai",
    "O’Brien-D'Souza",
    "Ægir Þórsson",
    "王小明",
    "ناديا حداد",
    "מרים",
    "नन्दिनी क्षेत्री",
    "ᏣᎳᎩ",
    "Prince ☮️",
    "👩‍🚀 Ada",
    "J.R.R. Tolkien",
    "J.de Vries",
    "X.Li",
    "Dr. Ada Lovelace, B.Sc., Ph.D.",
    "St.John",
    "Åsa Öström",
    "می‌خواهم",
]
ADDRESSES = [
    "evil.com",
    "see evil.com.",
    "EVIL.COM",
    "evil.com/path",
    "evil.com's",
    "http:",
    "https://x",
    "HTTP://X",
    "www.",
    "www.evil",
    "t.co",
    "bit.ly/x",
    "ada@example.org",
    "mailto:ada",
    "192.0.2.1",
    "xn--80ak.xn--p1ai",
    "пример.рф",
    "ｅｖｉｌ．ｃｏｍ",
    "evil。com",
    "ev\u200bil.c\u200bom",
    "e\u00advil.com",
    "evil.unknownending/x",
    "ftp://x",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_kept_as_they_are(name: str) -> None:
    assert text.clean_line(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_web_address_is_no_name(address: str) -> None:
    with pytest.raises(ValueError, match="addresses"):
        text.clean_line(f"Ada {address}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reason_may_hold_a_web_address_which_is_noticed(address: str) -> None:
    reason = text.clean_reason(f"Read {address} first")
    assert text.has_web_address(reason)


@pytest.mark.parametrize("char", ["\0", "\n", "\r", "\x1b", "\x7f", "\x85", "\t", "\ud800"])
def test_control_characters_are_refused(char: str) -> None:
    with pytest.raises(ValueError, match="control"):
        text.clean_line(f"Ada{char}Lovelace")


@pytest.mark.parametrize("char", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_nothing_may_turn_the_direction_of_the_page(char: str) -> None:
    with pytest.raises(ValueError, match="control"):
        text.clean_line(f"Ada {char}ecalevoL")
    with pytest.raises(ValueError, match="control"):
        text.clean_reason(f"Ada {char}ecalevoL")


def test_a_hundred_characters_are_a_name_and_one_more_is_not() -> None:
    assert text.clean_line("x" * 100) == "x" * 100
    with pytest.raises(ValueError, match="100"):
        text.clean_line("x" * 101)


def test_eight_marks_in_a_row_are_writing_and_nine_are_not() -> None:
    marks = "\u0300\u0316" * 5
    assert text.clean_line("q" + marks[:8])
    with pytest.raises(ValueError, match="accents"):
        text.clean_line("q" + marks[:9])


@pytest.mark.parametrize("nothing", ["\u200b", "\u200d\u200d", "\u3164", "\u2800\u2800", "\u0301", "\ufeff"])
def test_what_nobody_can_see_is_no_name(nothing: str) -> None:
    with pytest.raises(ValueError, match="seen"):
        text.clean_line(nothing)


def test_white_space_is_one_space_and_none_at_the_ends() -> None:
    assert text.clean_line("  Ada \u00a0\u2003 Lovelace\n") == "Ada Lovelace"
    assert text.clean_line(" \n ") == ""


def test_lines_of_a_reason_become_one() -> None:
    assert text.clean_reason("Because\r\n\r\nwe\tmade it.\n") == "Because we made it."


def test_a_reason_ends_at_280_characters() -> None:
    assert len(text.clean_reason("x" * 280)) == 280
    with pytest.raises(ValueError, match="280"):
        text.clean_reason("x" * 281)


def test_letters_and_marks_become_the_letter_they_make() -> None:
    assert text.clean_line("Jose\u0301") == "José"


@given(st.text(max_size=300))
def test_a_cleaned_line_is_clean(raw: str) -> None:
    try:
        line = text.clean_line(raw)
    except ValueError:
        return
    assert text.clean_line(line) == line
    assert len(line) <= 100
    assert not text.has_web_address(line)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in line)


@given(st.text(max_size=300))
def test_what_is_refused_is_refused_with_a_sentence(raw: str) -> None:
    try:
        answer = text.clean_line(raw) + "."
    except ValueError as error:
        answer = str(error)
    assert answer.endswith(".")
