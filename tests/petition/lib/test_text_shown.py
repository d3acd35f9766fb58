import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import text
from tests.petition.lib.test_text import ADDRESSES, NAMES

WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Noor Haddad", "N. H."),
        ("Prince", "P."),
        ("bell hooks", "b. h."),
        ("Anne-Marie O'Neil", "A. O."),
        ("E\u0301mile Zola", "E\u0301. Z."),
        ("ناديا حداد", "ن. ح."),
        ("नन्दिनी क्षेत्री", "न. क्षे."),
        ("👩‍🚀 Ada", "👩‍🚀. A."),
        ("☮️", "☮️."),
        ("“Ada” (Countess)", "A. C."),
        ("Ada — Lovelace", "A. L."),
        ("--", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letter_of_each_word(name: str, initials: str) -> None:
    assert text.initials(name) == initials


@given(WRITTEN)
def test_initials_show_no_more_than_one_letter_a_word(name: str) -> None:
    assert len(text.initials(name).split()) <= len(name.split())


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("José-María  O'Neil", "jose maria o neil"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＡＤＡ", "ada"),
        ("Ådne Østby", "adne østby"),
        ("कि", "कि"),
        ("مُحَمَّد", "محمد"),
        ("김민준", "김민준"),
        ("☮️ (peace)!", "☮️ peace"),
    ],
)
def test_folding_drops_case_and_accents_and_swaps_no_letters(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(WRITTEN)
def test_folding_twice_changes_nothing(written: str) -> None:
    assert text.fold(text.fold(written)) == text.fold(written)


@given(WRITTEN)
def test_case_does_not_matter_to_a_search(written: str) -> None:
    assert text.fold(written.casefold()) == text.fold(written)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unlinked_address_is_found_by_no_mail_client(address: str) -> None:
    shown = text.unlinked(address)
    assert not re.search(r"[^\s\u200c][.:/@．。＠][^\s\u200c]", shown)
    assert shown.replace("\u200c", "") == address.replace("\u200c", "")


@pytest.mark.parametrize("name", NAMES)
def test_unlinking_keeps_what_is_seen(name: str) -> None:
    assert text.unlinked(name).replace("\u200c", "") == name.replace("\u200c", "")


@given(WRITTEN)
def test_unlinking_twice_changes_nothing(written: str) -> None:
    assert text.unlinked(text.unlinked(written)) == text.unlinked(written)
