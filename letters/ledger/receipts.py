r"""Receipts: proofs that an entry is in the log, as in C2SP tlog-proof@v1, with what their holder may show to anybody.

    c2sp.org/tlog-proof@v1
    extra <base64 of the entry and, behind it, the opening of its commitment if there is one>
    index N
    <the inclusion proof, 32 bytes in base64 a line>

    <the checkpoint, a whole signed note>

An opening is `opening\nsalt B\nmail B\ncontrol B\n\n` and then the card's bytes: the salt of C_card, C_mail, C_ctl
and the card in UTF-8. A file that reads differently is a BadReceipt, whose text can be shown to whoever brought it.
"""

import re
from binascii import a2b_base64
from dataclasses import dataclass

from letters.ledger import commitments, entries
from petition.lib import merkle, notes
from petition.lib.canonical import from_base64, to_base64, to_number
from petition.lib.notes import BadNote, Checkpoint, Verifier

FORMAT = "c2sp.org/tlog-proof@v1"
MOST_BYTES = 2**18  # a whole note, twice the longest entry, and a card
MOST_HASHES = 63

_B = "([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"
_OPENING = re.compile(f"opening\nsalt {_B}\nmail {_B}\ncontrol {_B}\n\n".encode())


class BadReceipt(ValueError):
    """Not a receipt, or one that proves nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What opens a signature's commitment, without its control token or mail salt."""

    salt: bytes
    card: str
    mail: bytes
    control: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    entry: bytes
    opening: Shown | None
    index: int
    proof: list[bytes]
    checkpoint: str


def encode(receipt: Receipt) -> str:
    extra = receipt.entry + (_opening_of(receipt.opening) if receipt.opening else b"")
    lines = [FORMAT, f"extra {to_base64(extra)}", f"index {receipt.index}", *map(to_base64, receipt.proof)]
    return "\n".join(lines) + f"\n\n{receipt.checkpoint}"


def parse(text: str | bytes) -> Receipt:
    """Take a file apart; what it claims is not believed before `verify`."""
    head, _, checkpoint = _decoded(text).partition("\n\n")
    first, *lines = head.split("\n")
    if first != FORMAT or len(lines) < 2:
        raise BadReceipt(f"This is no receipt: its first line is not {FORMAT}, or lines are missing.")
    try:
        entry, opening = _split_extra(from_base64(_value(lines[0], "extra")))
        index, proof = to_number(_value(lines[1], "index")), [from_base64(line, 32) for line in lines[2:]]
        Checkpoint.parse(notes.split_note(checkpoint)[0])
    except BadReceipt:
        raise
    except ValueError as error:
        raise BadReceipt(f"The receipt is damaged: {error}.") from error
    if len(proof) > MOST_HASHES:
        raise BadReceipt("The receipt is damaged: its proof is longer than any.")
    return Receipt(entry, opening, index, proof, checkpoint)


def verify(receipt: Receipt, *, log: Verifier) -> Checkpoint:
    """The checkpoint, once the log has signed it, the entry is in it, and the opening fits the entry."""
    try:
        checkpoint = Checkpoint.parse(notes.open_note(receipt.checkpoint, log))
        leaf = merkle.leaf_hash(receipt.entry)
        merkle.verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    except (BadNote, merkle.BadProof) as error:
        raise BadReceipt(f"The receipt does not hold: {error}.") from error
    if checkpoint.origin != log.name:
        raise BadReceipt("The receipt is of another log.")
    if receipt.opening:
        _check_opening(receipt.entry, receipt.opening)
    return checkpoint


def _check_opening(entry: bytes, opening: Shown) -> None:
    try:
        fact, card = entries.parse(entry).fact, commitments.read_card(opening.card)
    except ValueError as error:
        raise BadReceipt(f"The receipt is damaged: {error}.") from error
    if not isinstance(fact, entries.Sign | entries.Edit):
        raise BadReceipt("The receipt opens an entry that hides nothing.")
    card_hash = commitments.card_hash(opening.salt, opening.card)
    if commitments.commit(card_hash, opening.mail, opening.control) != fact.commit:
        raise BadReceipt("The receipt's opening is not what was signed.")
    if fact.is_public != bool(card):
        raise BadReceipt("The receipt's card is public where the entry is private, or the other way round.")


def _opening_of(shown: Shown) -> bytes:
    salt, mail, control = map(to_base64, (shown.salt, shown.mail, shown.control))
    return f"opening\nsalt {salt}\nmail {mail}\ncontrol {control}\n\n{shown.card}".encode()


def _split_extra(extra: bytes) -> tuple[bytes, Shown | None]:
    """An entry's last line is its tally, and no line of any entry reads `opening`."""
    entry, line_end, opening = extra.partition(b"\nopening\n")
    if not line_end:
        return entry, None
    opening = b"opening\n" + opening
    match = _OPENING.match(opening)
    if not match:
        raise BadReceipt("The receipt is damaged: its opening is cut or changed.")
    salt, mail, control = map(a2b_base64, match.groups())
    return entry + b"\n", Shown(salt, opening[match.end() :].decode("utf-8"), mail, control)


def _decoded(text: str | bytes) -> str:
    if len(text) > MOST_BYTES:
        raise BadReceipt("This file is too long for a receipt.")
    try:
        whole = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise BadReceipt("This is no receipt: it is not text in UTF-8.") from error
    if "\r" in whole:
        raise BadReceipt("The line ends of this file were changed to those of Windows; take the file as it was sent.")
    return whole


def _value(line: str, key: str) -> str:
    name, _, value = line.partition(" ")
    if name != key:
        raise BadReceipt(f"The receipt is damaged: the line with its {key} is missing.")
    return value
