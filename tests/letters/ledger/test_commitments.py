import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.ledger import commitments
from letters.ledger.commitments import Card, Secret, card_text, read_card
from letters.ledger.entries import Edit, Sign, Withdraw, parse
from tests.letters.ledger.vectors import ENTRIES, VECTORS, decoded

OPENING = VECTORS["openings"]["1"]
SALT, COMMIT, MAIL, CONTROL = decoded(OPENING["salt"], OPENING["commit"], *OPENING["rest"])
LINES = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=20)


def test_a_published_opening_gives_the_commitment_in_its_entry() -> None:
    card = commitments.card_hash(SALT, OPENING["card"])
    assert commitments.commit(card, MAIL, CONTROL) == COMMIT
    assert parse(ENTRIES[1]).fact.commit == COMMIT


@pytest.mark.parametrize(("change", "target"), [(5, 1), (6, 2)])
def test_a_published_change_opens_the_commitment_of_its_signature(change: int, target: int) -> None:
    fact, signed = parse(ENTRIES[change]).fact, parse(ENTRIES[target]).fact
    assert isinstance(fact, Edit | Withdraw)
    assert isinstance(signed, Sign)
    assert commitments.commit(*fact.rest, commitments.control_hash(fact.control)) == signed.commit


def test_a_published_card_is_written_from_its_parts() -> None:
    assert card_text("Ada Lovelace", "Mathematician", "London") == OPENING["card"]
    assert read_card(OPENING["card"]) == Card("Ada Lovelace", "Mathematician", "London")


def test_hashes_are_those_the_format_defines() -> None:
    salt = bytes(32)
    card, mail = b"open-letter/v1 card\n" + salt + "name Å\n".encode(), b"open-letter/v1 mail\n" + salt + b"a@b.example"
    assert commitments.card_hash(salt, "name Å\n") == hashlib.sha256(card).digest()
    assert commitments.mail_hash(salt, "a@b.example") == hashlib.sha256(mail).digest()
    assert commitments.control_hash(salt) == hashlib.sha256(b"open-letter/v1 ctl\n" + salt).digest()


@given(LINES.filter(bool), LINES, LINES)
def test_a_card_is_read_as_it_was_written(name: str, role: str, place: str) -> None:
    text = card_text(name, role, place)
    assert card_text(*(read_card(text) or ())) == text


def test_a_card_is_the_same_however_its_accents_are_typed() -> None:
    assert card_text("Ame\u0301lie", "", "") == card_text("Am\u00e9lie", "", "") == "name Am\u00e9lie\nrole \nplace \n"


def test_who_shows_no_name_has_an_empty_card() -> None:
    assert card_text("", "Mathematician", "London") == ""
    assert read_card("") is None


@pytest.mark.parametrize("part", ["Ada\nrole Queen", "Ada\rByron", "\n"])
def test_a_line_break_cannot_imitate_the_next_line(part: str) -> None:
    for parts in ((part, "", ""), ("Ada", part, ""), ("Ada", "", part)):
        with pytest.raises(ValueError, match="one line"):
            card_text(*parts)


@pytest.mark.parametrize(
    "text",
    [
        "name Ada\n",
        "name Ada\nrole \nplace \n\n",
        "name Ada\nrole \nplace ",
        "name Ada\nplace \nrole \n",
        "name Ada\nrole\nplace \n",
        "name \nrole \nplace \n",
        "Name Ada\nrole \nplace \n",
        "name Ada\r\nrole \nplace \n",
        "name Ame\u0301lie\nrole \nplace \n",
        "\n",
    ],
)
def test_a_card_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="card"):
        read_card(text)


def test_what_a_secret_gives_can_be_derived_again() -> None:
    secret = Secret(bytes(range(32)))
    assert secret.token == hmac.new(bytes(secret), b"open-letter/v1 control", hashlib.sha256).digest()
    assert secret.mail_salt == hmac.new(bytes(secret), b"open-letter/v1 mail salt", hashlib.sha256).digest()
    assert Secret(bytes(secret)) == secret


def test_no_two_secrets_are_alike() -> None:
    one, other = Secret.new(), Secret.new()
    assert len({one, other, one.token, other.token, one.mail_salt, other.mail_salt}) == 6


def test_a_secret_is_not_printed_by_accident() -> None:
    secret = Secret(b"s" * 32)
    assert "ssss" not in f"{secret} {secret!r} {secret!s} {[secret]}"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Secret(bytes(length))
