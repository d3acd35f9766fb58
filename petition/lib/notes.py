"""Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint, and tlog-cosignature's Ed25519 form.

A note is a text that ends in a line feed, an empty line, and lines of `— name base64(key id[4] ‖ signature)`.
What is not in the one form it may have, or not signed as it should be, is a BadNote.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from petition.lib.canonical import MOST, from_base64, to_base64, to_number

ED25519 = 1
COSIGNATURE = 4
MOST_BYTES = 2**17  # of a note: room for a dozen signatures of the post-quantum kind, which this ignores
MOST_SIGNATURES = 64

_KEY_ID_BYTES = 4
_KEY_BYTES = 32
_TIME_BYTES = 8
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f]")
_LINE = re.compile("— ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})\n")


class BadNote(ValueError):
    """Not a note, or not signed by whom it should be."""


class Checkpoint(NamedTuple):
    """The head of a log: its identity, its number of entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a note's text; extension lines, which none of our logs write, are refused."""
        origin, *rest = text.split("\n")
        if not origin or len(rest) != 3 or rest[2]:
            raise BadNote("a checkpoint has three lines: origin, size and root")
        try:
            return cls(origin, to_number(rest[0]), from_base64(rest[1], 32))
        except ValueError as error:
            raise BadNote(f"a checkpoint with {error}") from error


class Signer:
    """An Ed25519 key with a name, signing notes."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()
        self.key_id = _key_id(name, ED25519, self._public)

    @property
    def vkey(self) -> str:
        return vkey_of(self.name, ED25519, self._public)

    def sign(self, text: str) -> str:
        """The whole signature line for a text."""
        return signature_line(self.name, self.key_id, self.raw(_checked(text)))

    def raw(self, text: str) -> bytes:
        return self._key.sign(text.encode())


class Verifier:
    """A public key with a name, for a log's signatures or for a witness's cosignatures."""

    def __init__(self, name: str, kind: int, key: bytes) -> None:
        if kind not in (ED25519, COSIGNATURE) or len(key) != _KEY_BYTES:
            raise BadNote("not a key for Ed25519 signatures or cosignatures")
        self.name, self.kind, self._public = name, kind, key
        self._key = Ed25519PublicKey.from_public_bytes(key)
        self.key_id = _key_id(name, kind, key)

    @classmethod
    def parse(cls, vkey: str) -> "Verifier":
        """Read `name+key id+base64`; the base64 may hold plus signs itself."""
        try:
            name, _, key = vkey.split("+", 2)
            kind, *public = from_base64(key, 1 + _KEY_BYTES)
        except ValueError as error:
            raise BadNote(f"a verifier key with {error}") from error
        verifier = cls(name, kind, bytes(public))
        if verifier.vkey != vkey:
            raise BadNote("the key's id is not that of its name and bytes")
        return verifier

    @property
    def vkey(self) -> str:
        return vkey_of(self.name, self.kind, self._public)

    def knows(self, line: str) -> bool:
        """Whether a line claims to be of this key."""
        return parse_line(line)[:2] == (self.name, self.key_id)

    def verify(self, text: str, line: str) -> int | None:
        """Refuse a line that is not this key's over this text; return the time of a cosignature, in Unix seconds."""
        if not self.knows(line):
            raise BadNote(f"not signed by {self.name}")
        value, time = parse_line(line)[2], None
        if self.kind == COSIGNATURE:
            time, value = int.from_bytes(value[:_TIME_BYTES], "big"), value[_TIME_BYTES:]
            if time > MOST:
                raise BadNote("a cosignature beyond all time")
            text = cosigned(text, time)
        try:
            self._key.verify(value, text.encode())
        except InvalidSignature as error:
            raise BadNote(f"the signature of {self.name} does not fit the text") from error
        return time


def cosigned(text: str, time: int) -> str:
    """What a witness signs: that it saw this text at this time."""
    return f"cosignature/v1\ntime {time}\n{text}"


def vkey_of(name: str, kind: int, key: bytes) -> str:
    return f"{name}+{_key_id(name, kind, key).hex()}+{to_base64(bytes([kind]) + key)}"


def signature_line(name: str, key_id: bytes, value: bytes) -> str:
    return f"— {name} {to_base64(key_id + value)}\n"


def parse_line(line: str) -> tuple[str, bytes, bytes]:
    """The key's name and id, and what it signed with."""
    match = _LINE.fullmatch(line)
    if not match:
        raise BadNote("not a signature line")
    try:
        data = from_base64(match[2])
    except ValueError as error:
        raise BadNote(f"a signature {error}") from error
    if len(data) <= _KEY_ID_BYTES:
        raise BadNote("a signature line without a signature")
    return match[1], data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:]


def join_note(text: str, lines: Iterable[str]) -> str:
    return f"{_checked(text)}\n{''.join(lines)}"


def split_note(note: str | bytes) -> tuple[str, list[str]]:
    """The text and the signature lines, each with its line feed; no signature has been verified."""
    whole = _decoded(note)
    text, blank, below = whole.rpartition("\n\n")
    lines = below.splitlines(keepends=True)
    if not blank or not lines or len(lines) > MOST_SIGNATURES:
        raise BadNote("a note is a text, an empty line and signatures")
    for line in lines:
        parse_line(line)
    return _checked(text + "\n"), lines


def open_note(note: str | bytes, *verifiers: Verifier) -> str:
    """The text, once each of these keys has signed it; lines of other keys are ignored."""
    if not verifiers:
        raise ValueError("a text that nobody need have signed is not to be trusted")
    text, lines = split_note(note)
    for verifier in verifiers:
        own = [line for line in lines if verifier.knows(line)]
        if not own:
            raise BadNote(f"not signed by {verifier.name}")
        for line in own:
            verifier.verify(text, line)
    return text


def _decoded(note: str | bytes) -> str:
    data = note.encode("utf-8", "surrogatepass") if isinstance(note, str) else note
    if len(data) > MOST_BYTES:
        raise BadNote("the note is too long")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadNote("a note is written in UTF-8") from error


def _checked(text: str) -> str:
    if not text.endswith("\n") or _CONTROLS.search(text):
        raise BadNote("a note's text ends in a line feed and holds no other control character")
    return text


def _key_id(name: str, kind: int, key: bytes) -> bytes:
    if not name or "+" in name or any(char.isspace() for char in name) or _CONTROLS.search(name):
        raise BadNote("a key's name has neither spaces nor plus signs")
    return hashlib.sha256(f"{name}\n".encode() + bytes([kind]) + key).digest()[:_KEY_ID_BYTES]
