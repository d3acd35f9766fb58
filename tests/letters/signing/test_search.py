import pytest

from letters.models import Letter
from letters.signing.actions import edit, withdraw
from letters.signing.fields import ConfirmedFields
from letters.signing.queries import search
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.makers import make_letter, make_signature


def names(letter: Letter, text: str) -> list[str]:
    return sorted(signature.name for signature in search(letter, text))


@pytest.mark.parametrize("text", ["no", "noor", "HADD", "haddad noor", "No Had", "  noor  ", "ha-no"])
def test_words_are_found_by_how_they_begin(letter: Letter, text: str) -> None:
    make_signature(letter, NOOR)
    make_signature(letter, ADA)

    assert names(letter, text) == [NOOR.name]


@pytest.mark.parametrize("text", ["oor", "noor ada", "n", "", " ", "!!", "noord", "a"])
def test_other_words_find_nothing(letter: Letter, text: str) -> None:
    make_signature(letter, NOOR)

    assert names(letter, text) == []


SIGNS = ["o'br", "O’Brien", "obrien' | 'x", "haddad' & !'noor:*", "\\", "x:*", "'a' <-> 'b'", "((", "né\u0000e"]


@pytest.mark.parametrize("text", SIGNS)
def test_signs_that_mean_something_to_postgresql_are_only_text(letter: Letter, text: str) -> None:
    make_signature(letter, ADA)

    assert names(letter, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("Suzie Ågren", "agren"), ("نور حداد", "حدا"), ("王小明", "王小"), ("Sinéad O'Connor", "conn"), ("ΑΘΗΝΑ", "αθη")],
)
def test_any_script_is_found_without_its_marks(letter: Letter, name: str, text: str) -> None:
    make_signature(letter, Person(name, "x@example.org"))

    assert names(letter, text) == [name]


@pytest.mark.parametrize("display", ["initials", "anonymous"])
def test_a_hidden_name_is_found_by_no_search(letter: Letter, display: str) -> None:
    signature = make_signature(letter, NOOR)
    edit(signature.pk, ConfirmedFields(NOOR.name, display))

    assert names(letter, "noor") == names(letter, "haddad") == []


def test_only_signatures_in_force_are_found(letter: Letter) -> None:
    for state in ("pending", "held", "struck"):
        make_signature(letter, Person("Noor Haddad", f"{state}@example.org"), state=state)
    withdraw(make_signature(letter, NOOR).pk)

    assert names(letter, "noor") == []


def test_another_letters_signers_are_not_found(letter: Letter) -> None:
    make_signature(make_letter(), NOOR)
    make_signature(letter, SUZIE)

    assert names(letter, "noor") == []
