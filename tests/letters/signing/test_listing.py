"""The organizers' list: narrowed one way at a time, and nobody unnamed is found by what they share with others."""

import pytest

from letters.models import Letter
from letters.signing.actions import hide_name
from letters.signing.listing import listed
from tests.cast import ADA, NOOR, SUZIE
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(letter: Letter) -> Letter:
    make_signature(letter, ADA, country="Iraq", came_from="poster", reason="Because.", first_rank=1)
    make_signature(letter, NOOR, country="Iraq", came_from="poster", display="anonymous")
    hidden = make_signature(letter, SUZIE, country="Iraq", came_from="poster", display="initials")
    hide_name(hidden.pk, by="user 7")
    make_signature(make_letter(), ADA, country="Iraq")
    return letter


def names(letter: Letter, only: str, words: str = "") -> set[str]:
    return set(listed(letter, only, words).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("only", "found"),
    [
        ("", {ADA.name, NOOR.name, SUZIE.name}),
        ("nonsense", {ADA.name, NOOR.name, SUZIE.name}),
        ("first", {ADA.name}),
        ("reason", {ADA.name}),
        ("initials", {SUZIE.name}),
        ("unnamed", {NOOR.name}),
        ("hidden", {SUZIE.name}),
        ("country:Iraq", {ADA.name}),
        ("from:poster", {ADA.name}),
        ("country:", set()),
        ("held", set()),
    ],
)
def test_each_way_finds_its_own(signed: Letter, only: str, found: set[str]) -> None:
    assert names(signed, only) == found


@pytest.mark.parametrize("state", ["held", "struck"])
def test_what_does_not_count_is_listed_apart(letter: Letter, state: str) -> None:
    make_signature(letter, ADA, state=state)

    assert names(letter, state) == {ADA.name}
    assert names(letter, "") == set()


@pytest.mark.parametrize("state", ["pending", "withdrawn", "refused"])
def test_whoever_has_not_agreed_or_has_left_is_in_no_list(letter: Letter, state: str) -> None:
    make_signature(letter, ADA, state=state)

    assert not any(names(letter, only) for only in ("", "held", "struck", "reason", state))


def test_names_not_shown_are_found_by_nothing(signed: Letter) -> None:
    assert names(signed, "", "noor") == names(signed, "", "suzie") == names(signed, "hidden", "s") == set()
    assert names(signed, "", "ada") == {ADA.name}
