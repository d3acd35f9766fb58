import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.ledger import commitments, entries
from letters.ledger.entries import Sign, Tally
from letters.ledger.receipts import MOST_BYTES, BadReceipt, Receipt, Shown, encode, parse, verify
from petition.lib.merkle import leaf_hash, root_of
from petition.lib.notes import Checkpoint, Signer, Verifier, join_note
from tests.letters.ledger.vectors import CHECKPOINT, ENTRIES, KEYS, ORIGIN, VECTORS, decoded

LOG = Verifier.parse(KEYS["log_vkey"])
SIGNER = Signer(ORIGIN, bytes.fromhex(KEYS["log_seed"]))
PLAIN: str = VECTORS["tlog_proof_1"]
OPENED: str = VECTORS["tlog_proof_1_opened"]
OPENING = VECTORS["openings"]["1"]
SALT, MAIL, CONTROL = decoded(OPENING["salt"], *OPENING["rest"])
SHOWN = Shown(SALT, OPENING["card"], MAIL, CONTROL)
RECEIPT = Receipt(ENTRIES[1], SHOWN, 1, decoded(*VECTORS["inclusion_1_in_8"]), CHECKPOINT)


def alone(entry: bytes, shown: Shown | None = None) -> Receipt:
    """The receipt of a log that holds nothing else."""
    text = Checkpoint(ORIGIN, 1, root_of([leaf_hash(entry)])).text()
    return Receipt(entry, shown, 0, [], join_note(text, [SIGNER.sign(text)]))


def signed(card: str, *, is_public: bool) -> Receipt:
    commit = commitments.commit(commitments.card_hash(SALT, card), MAIL, CONTROL)
    return alone(
        entries.encode(Sign(bytes(32), is_public, commit), 3600, Tally(1, 0, 0)), Shown(SALT, card, MAIL, CONTROL)
    )


def test_the_published_receipt_is_written_byte_for_byte() -> None:
    assert encode(replace(RECEIPT, opening=None)) == PLAIN
    assert parse(PLAIN) == replace(RECEIPT, opening=None)


def test_a_receipt_with_an_opening_is_written_byte_for_byte() -> None:
    assert encode(RECEIPT) == OPENED
    assert parse(OPENED) == parse(OPENED.encode()) == RECEIPT


def test_an_opening_stands_behind_its_entry() -> None:
    extra = base64.b64decode(OPENED.splitlines()[1].removeprefix("extra "))
    salt, mail, control = OPENING["salt"], *OPENING["rest"]
    behind = f"opening\nsalt {salt}\nmail {mail}\ncontrol {control}\n\n{OPENING['card']}"
    assert extra == ENTRIES[1] + behind.encode()


@pytest.mark.parametrize("text", [PLAIN, OPENED])
def test_the_published_receipts_hold(text: str) -> None:
    assert verify(parse(text), log=LOG) == Checkpoint.parse(CHECKPOINT.partition("\n\n")[0] + "\n")


@given(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_card_can_be_opened(name: str) -> None:
    receipt = signed(commitments.card_text(name, "", ""), is_public=True)
    assert parse(encode(receipt)) == receipt
    verify(receipt, log=LOG)


def test_a_private_signer_opens_an_empty_card() -> None:
    receipt = signed("", is_public=False)
    assert parse(encode(receipt)) == receipt
    verify(receipt, log=LOG)


@pytest.mark.parametrize(("card", "is_public"), [("", True), (OPENING["card"], False)])
def test_an_entry_that_says_otherwise_than_its_card_is_refused(card: str, is_public: bool) -> None:
    with pytest.raises(BadReceipt, match="public where the entry is private"):
        verify(signed(card, is_public=is_public), log=LOG)


@pytest.mark.parametrize("card", ["name Ada\n", "name Ada\nrole \nplace \nreason \n", "Ada"])
def test_a_card_that_was_signed_in_another_form_is_refused(card: str) -> None:
    with pytest.raises(BadReceipt, match="card"):
        verify(signed(card, is_public=True), log=LOG)


@pytest.mark.parametrize(
    "shown",
    [
        replace(SHOWN, card=OPENING["card"].replace("Ada", "Eve")),
        replace(SHOWN, salt=bytes(32)),
        replace(SHOWN, mail=bytes(32)),
        replace(SHOWN, control=bytes(32)),
        replace(SHOWN, mail=CONTROL, control=MAIL),
        replace(SHOWN, card=""),
    ],
)
def test_an_opening_that_was_not_signed_is_refused(shown: Shown) -> None:
    with pytest.raises(BadReceipt, match="not what was signed"):
        verify(replace(RECEIPT, opening=shown), log=LOG)


@pytest.mark.parametrize("index", [0, 3, 6, 7])
def test_an_entry_without_a_commitment_cannot_be_opened(index: int) -> None:
    with pytest.raises(BadReceipt, match="hides nothing"):
        verify(alone(ENTRIES[index], SHOWN), log=LOG)


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECEIPT, entry=ENTRIES[4]),
        replace(RECEIPT, index=2),
        replace(RECEIPT, index=9),
        replace(RECEIPT, proof=RECEIPT.proof[:2]),
        replace(RECEIPT, proof=RECEIPT.proof[::-1]),
        replace(RECEIPT, checkpoint=CHECKPOINT.replace("\n8\n", "\n9\n")),
        replace(RECEIPT, checkpoint=alone(ENTRIES[0]).checkpoint),
    ],
)
def test_what_the_log_did_not_sign_is_refused(changed: Receipt) -> None:
    with pytest.raises(BadReceipt, match="does not hold"):
        verify(changed, log=LOG)


def test_a_receipt_of_another_log_is_refused() -> None:
    other = Signer("letters.example.org/log/other", bytes(32))
    with pytest.raises(BadReceipt, match="not signed by"):
        verify(RECEIPT, log=Verifier.parse(other.vkey))


def test_a_log_cannot_sign_in_the_name_of_another() -> None:
    other = Signer("letters.example.org/log/other", bytes(32))
    text = CHECKPOINT.partition("\n\n")[0] + "\n"
    with pytest.raises(BadReceipt, match="of another log"):
        verify(replace(RECEIPT, checkpoint=join_note(text, [other.sign(text)])), log=Verifier.parse(other.vkey))


def test_a_letters_checkpoint_in_the_sites_log_has_a_receipt() -> None:
    receipt = alone(CHECKPOINT.encode())
    assert parse(encode(receipt)) == receipt
    verify(receipt, log=LOG)


def _extra(data: bytes) -> str:
    return PLAIN.replace(PLAIN.splitlines()[1], f"extra {base64.b64encode(data).decode()}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no receipt"),
        ("hello", "no receipt"),
        (b"%PDF-1.7\n\xff\xfe", "not text"),
        (PLAIN.replace("\n", "\r\n"), "line ends"),
        (PLAIN.encode("utf-16"), "not text"),
        ("\ufeff" + PLAIN, "no receipt"),
        ("\n" + PLAIN, "no receipt"),
        (PLAIN.replace("@v1", "@v2"), "no receipt"),
        (PLAIN.replace("extra ", ""), "extra is missing"),
        (PLAIN.replace("index 1\n", ""), "index is missing"),
        (PLAIN.replace("index 1", "index 01"), "decimal"),
        (PLAIN.replace("index 1", "index  1"), "decimal"),
        (PLAIN.replace("yVrb", "yVr"), "damaged"),
        (PLAIN.replace("fuPXA=", "fuPXB="), "canonical"),
        (PLAIN.replace("\nyVrb", "\n\nyVrb"), "damaged"),
        (PLAIN + "\n", "damaged"),
        (PLAIN.rstrip("\n"), "damaged"),
        (PLAIN[: PLAIN.index("— letters")], "damaged"),
        (PLAIN.replace("PVWS", ""), "damaged"),
        (PLAIN.replace("index 1\n", "index 1\n" + ("A" * 43 + "=\n") * 61), "longer than any"),
        (_extra(ENTRIES[1] + b"opening\nsalt\n"), "opening is cut"),
        (_extra(base64.b64decode(OPENED.splitlines()[1][6:]) + b"\xff"), "damaged"),
        ("a" * (MOST_BYTES + 1), "too long"),
    ],
)
def test_what_is_no_receipt_says_why(text: str | bytes, reason: str) -> None:
    with pytest.raises(BadReceipt, match=reason):
        verify(parse(text), log=LOG)


@given(st.integers(0, len(OPENED) - 1), st.characters(exclude_categories=["Cs"]))
def test_no_changed_character_passes(place: int, other: str) -> None:
    """But for the lines of witnesses, whose keys whoever holds the file may not know."""
    changed = OPENED[:place] + other + OPENED[place + 1 :]
    if changed == OPENED or place >= OPENED.index("— witness"):
        return
    with pytest.raises(BadReceipt):
        verify(parse(changed), log=LOG)


@given(st.integers(0, len(OPENED) - 1))
def test_no_cut_file_passes_as_a_whole_one(length: int) -> None:
    if OPENED[:length].endswith("=\n") and length > OPENED.index("— letters"):
        return  # the cosignature is cut off as a whole
    with pytest.raises(BadReceipt):
        verify(parse(OPENED[:length]), log=LOG)


@given(st.integers(0, len(OPENED)), st.sampled_from(["", "\n", "=", "A", "—", "\0", "extra "]), st.integers(0, 3))
def test_whatever_is_read_is_written_the_same(place: int, more: str, less: int) -> None:
    text = OPENED[:place] + more + OPENED[place + less :]
    try:
        receipt = parse(text)
    except BadReceipt:
        return
    assert encode(receipt) == text
