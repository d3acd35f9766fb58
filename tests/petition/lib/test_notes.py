import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.notes import (
    BadNote,
    Checkpoint,
    Signer,
    Verifier,
    cosigned,
    join_note,
    open_note,
    signature_line,
    split_note,
)
from tests.letters.ledger.vectors import CHECKPOINT, KEYS, ORIGIN, ROOTS

TEXT = CHECKPOINT.partition("\n\n")[0] + "\n"
LOG, WITNESS = Verifier.parse(KEYS["log_vkey"]), Verifier.parse(KEYS["witness_vkey"])
SIGNER = Signer(ORIGIN, bytes.fromhex(KEYS["log_seed"]))
STRANGER = Signer("stranger.example.org/log", bytes(32))
LINES = CHECKPOINT.splitlines(keepends=True)[-2:]


def cosigner() -> Signer:
    return Signer(WITNESS.name, bytes.fromhex(KEYS["witness_seed"]))


def test_a_signature_is_the_published_one() -> None:
    assert SIGNER.sign(TEXT) == LINES[0]
    assert join_note(TEXT, LINES) == CHECKPOINT


def test_a_key_is_written_as_the_published_one() -> None:
    assert SIGNER.vkey == KEYS["log_vkey"]
    assert (LOG.vkey, WITNESS.vkey) == (KEYS["log_vkey"], KEYS["witness_vkey"])


def test_a_cosignature_is_the_published_one() -> None:
    raw = cosigner().raw(cosigned(TEXT, 1_790_006_405))
    value = (1_790_006_405).to_bytes(8, "big") + raw
    assert signature_line(WITNESS.name, WITNESS.key_id, value) == LINES[1]


def test_log_and_witness_open_the_note_together() -> None:
    assert open_note(CHECKPOINT, LOG, WITNESS) == open_note(CHECKPOINT.encode(), LOG) == TEXT


def test_a_cosignature_tells_its_time() -> None:
    assert WITNESS.verify(TEXT, LINES[1]) == 1_790_006_405
    assert LOG.verify(TEXT, LINES[0]) is None


def test_lines_of_other_keys_are_ignored() -> None:
    assert open_note(join_note(TEXT, [STRANGER.sign(TEXT), *LINES]), LOG, WITNESS) == TEXT


def test_a_key_of_the_same_name_is_still_another() -> None:
    impostor = Signer(ORIGIN, bytes(32))
    with pytest.raises(BadNote, match="not signed by"):
        open_note(join_note(TEXT, [impostor.sign(TEXT)]), LOG)


def test_every_known_key_must_have_signed() -> None:
    with pytest.raises(BadNote, match=r"not signed by witness\.example\.net/w1"):
        open_note(join_note(TEXT, LINES[:1]), LOG, WITNESS)


def test_one_good_line_does_not_excuse_a_bad_one() -> None:
    bad = signature_line(LOG.name, LOG.key_id, bytes(64))
    with pytest.raises(BadNote, match="does not fit"):
        open_note(join_note(TEXT, [LINES[0], bad]), LOG)


def test_a_text_nobody_need_have_signed_is_not_opened() -> None:
    with pytest.raises(ValueError, match="nobody"):
        open_note(CHECKPOINT)


@given(st.integers(0, len(TEXT) - 2), st.characters(min_codepoint=32, exclude_categories=["Cs"]))
def test_a_changed_text_is_noticed(place: int, other: str) -> None:
    changed = TEXT[:place] + other + TEXT[place + 1 :]
    if changed == TEXT:
        return
    for verifier, line in zip((LOG, WITNESS), LINES, strict=True):
        with pytest.raises(BadNote, match="does not fit"):
            verifier.verify(changed, line)


def test_the_time_of_a_cosignature_is_signed() -> None:
    raw = cosigner().raw(cosigned(TEXT, 1_790_006_405))
    later = signature_line(WITNESS.name, WITNESS.key_id, (1_790_006_406).to_bytes(8, "big") + raw)
    with pytest.raises(BadNote, match="does not fit"):
        WITNESS.verify(TEXT, later)


def test_a_cosignature_beyond_all_time_is_refused() -> None:
    time = 2**63
    value = time.to_bytes(8, "big") + cosigner().raw(cosigned(TEXT, time))
    with pytest.raises(BadNote, match="beyond all time"):
        WITNESS.verify(TEXT, signature_line(WITNESS.name, WITNESS.key_id, value))


@pytest.mark.parametrize("length", [1, 7, 8, 63, 65, 71, 73])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    for verifier in (LOG, WITNESS):
        with pytest.raises(BadNote):
            verifier.verify(TEXT, signature_line(verifier.name, verifier.key_id, bytes(length)))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: f"a{text}\n"))
def test_any_text_comes_back_from_a_note(text: str) -> None:
    assert open_note(join_note(text, [SIGNER.sign(text)]), LOG) == text


def test_a_text_may_hold_empty_lines() -> None:
    text = "one\n\n\ntwo\n\n"
    assert split_note(join_note(text, [SIGNER.sign(text)])) == (text, [SIGNER.sign(text)])


@pytest.mark.parametrize("text", ["", "no line feed", "tab\there\n", "carriage\r\n", "null\0\n", "escape\x1b\n"])
def test_no_text_is_signed_that_no_note_may_hold(text: str) -> None:
    with pytest.raises(BadNote):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\u2003b", "a\nb", "a\x1fb"])
def test_a_key_has_a_name_that_fits_its_line(name: str) -> None:
    with pytest.raises(BadNote, match="name"):
        Signer(name, bytes(32))


def test_a_name_with_no_plus_sign_leaves_those_of_the_base64_alone() -> None:
    assert KEYS["log_vkey"].count("+") > 2
    assert LOG.name == ORIGIN


def test_a_checkpoint_says_who_how_many_and_what() -> None:
    checkpoint = Checkpoint.parse(TEXT)
    assert checkpoint == (ORIGIN, 8, ROOTS[8])
    assert checkpoint.text() == TEXT
