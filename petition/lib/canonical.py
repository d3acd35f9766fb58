"""Base64 (RFC 4648, section 4) and decimals in the one spelling each value has; a ValueError for every other."""

import binascii
import re

MOST = 2**63 - 1  # what a signed 64-bit column, and every size in a log, can hold

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def to_base64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def from_base64(text: str, length: int | None = None) -> bytes:
    """The bytes behind a padded text without line ends, `length` of them if that is given."""
    data = binascii.a2b_base64(text)
    if to_base64(data) != text:
        raise ValueError("not base64 as it is written canonically")
    if length is not None and len(data) != length:
        raise ValueError(f"{len(data)} bytes in base64 where {length} belong")
    return data


def to_number(text: str, most: int = MOST) -> int:
    """The number from 0 to `most` behind a decimal without sign, spaces or leading zeros."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError("not a decimal number as it is written canonically")
    if (number := int(text)) > most:
        raise ValueError(f"a number above {most}")
    return number
