"""A mail of which there are many, written out once: into its bytes is set what differs from one reader to the next."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from email import message_from_bytes
from typing import NamedTuple

from petition.outbox.composing import MARK

TO, MESSAGE_ID, DATE = f"{MARK}to@example.org", f"{MARK}id", f"{MARK}date"

LONGEST_LINE = 998  # bytes, RFC 5322
LONGEST_VALUE = 200

# What reads the same in a header, in text and in HTML, and is folded and encoded in none of them.
_FITTING = re.compile(rf"[A-Za-z0-9:/._~%+@-]{{1,{LONGEST_VALUE}}}")
_SLOT = re.compile(rf"({MARK}(?:to@example\.org|id|date|[0-9]+x))".encode())
_ENCODED = re.compile(rf"=\?\S*{MARK}".encode())  # a word of a header that is not ASCII
_LITERAL = ("7bit", "8bit")  # the encodings in which words stand as they are


class Plate(NamedTuple):
    """Bytes in turns with the marks of what stands between them."""

    pieces: tuple[bytes, ...]

    def printed(self, values: Mapping[str, str]) -> bytes:
        """The mail with these values, which must fit, at their marks."""
        pieces = list(self.pieces)
        pieces[1::2] = [values[mark.decode()].encode() for mark in pieces[1::2]]
        return b"".join(pieces)


def fit(values: Iterable[str]) -> bool:
    """Whether none of them would have to be written in another way."""
    return all(map(_FITTING.fullmatch, values))


def cast(mail: bytes, texts: Sequence[str]) -> Plate | None:
    """A plate of a written mail; None unless every mark of these texts stands in it as it was put there."""
    found, put = Counter(_SLOT.findall(mail)), Counter(_SLOT.findall("\n".join(texts).encode()))
    if found != put or not _is_literal(mail) or not all(map(_has_room, mail.splitlines())):
        return None
    return Plate(tuple(_SLOT.split(mail)))


def _is_literal(mail: bytes) -> bool:
    leaves = (part for part in message_from_bytes(mail).walk() if not part.is_multipart())
    return not _ENCODED.search(mail) and all(
        part.get("Content-Transfer-Encoding", "7bit") in _LITERAL for part in leaves
    )


def _has_room(line: bytes) -> bool:
    return len(line) + LONGEST_VALUE * len(_SLOT.findall(line)) <= LONGEST_LINE
