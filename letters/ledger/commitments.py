r"""Commitments of the format `open-letter/v1`: what an entry binds without showing it.

    H(tag, …) = SHA256("open-letter/v1 " + tag + "\n" + …)
    C_card = H(card, salt, card)    C_mail = H(mail, salt, normalised address)    C_ctl = H(ctl, token)
    commit = H(commit, C_card, C_mail, C_ctl)

Salts, tokens and hashes are 32 bytes, cards and addresses UTF-8. A public card holds what is shown of a signer,
`name …\nrole …\nplace …\n` in NFC; a private one is empty.
"""

import hashlib
import hmac
import os
import unicodedata
from typing import NamedTuple

SALT_BYTES = 32


class Card(NamedTuple):
    """What is shown of a signer."""

    name: str
    role: str
    place: str


class Secret(bytes):
    """What a signature's control token and mail salt are derived from; kept sealed, and never shown by accident."""

    def __new__(cls, value: bytes) -> "Secret":
        if len(value) != SALT_BYTES:
            raise ValueError(f"a secret has {SALT_BYTES} bytes")
        return super().__new__(cls, value)

    @classmethod
    def new(cls) -> "Secret":
        return cls(os.urandom(SALT_BYTES))

    @property
    def token(self) -> bytes:
        return hmac.digest(self, b"open-letter/v1 control", "sha256")

    @property
    def mail_salt(self) -> bytes:
        return hmac.digest(self, b"open-letter/v1 mail salt", "sha256")

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


def digest(tag: str, *parts: bytes) -> bytes:
    return hashlib.sha256(b"".join((b"open-letter/v1 ", tag.encode(), b"\n", *parts))).digest()


def card_text(name: str, role: str, place: str) -> str:
    """The card of a signer shown by name or initials; empty when no name is shown, whatever else is known."""
    if not name:
        return ""
    lines = (f"name {name}", f"role {role}", f"place {place}")
    if any("\n" in line or "\r" in line for line in lines):
        raise ValueError("each fact of a card has one line")
    return unicodedata.normalize("NFC", "\n".join(lines) + "\n")


def read_card(text: str) -> Card | None:
    """What a card shows; None for a private one, a ValueError for anything but a card in its one form."""
    if not text:
        return None
    lines = text.split("\n")
    if len(lines) != 4:
        raise ValueError("a card has three lines")
    card = Card(*(line.partition(" ")[2] for line in lines[:3]))
    if card_text(*card) != text:
        raise ValueError("not a card in the one form it may have")
    return card


def card_hash(salt: bytes, card: str) -> bytes:
    return digest("card", salt, card.encode())


def mail_hash(salt: bytes, normalised_address: str) -> bytes:
    return digest("mail", salt, normalised_address.encode())


def control_hash(token: bytes) -> bytes:
    return digest("ctl", token)


def commit(card: bytes, mail: bytes, control: bytes) -> bytes:
    """The one hash an entry shows, of the three hashes above."""
    return digest("commit", card, mail, control)
