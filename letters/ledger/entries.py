"""The log's entries in the format `open-letter/v1`: ASCII lines in a fixed order, one key and its values a line.

    open-letter/v1 text|translation|sign|edit|withdraw|strike|restore
    text:         version N            sha256 B
    translation:  version N  lang X    sha256 B
    sign:      text B               card public|private     commit B
    edit:      of N  ctl B  rest B B  card public|private   commit B
    withdraw:  of N  ctl B  rest B B
    strike:    of N  reason request|duplicate|bounce|fraud|law|terms
    restore:   of N
    all end:   time N   tally <signed> <withdrawn> <struck>

B is 32 bytes in 44 characters of base64; N a decimal without leading zeros, below 10^15 so that every language's
numbers hold it; times are Unix seconds on the full hour. What reads differently is a BadEntry.
"""

import re
from binascii import a2b_base64
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from letters.ledger.facts import Edit, Fact, Reason, Restore, Sign, Strike, Tally, Text, Translation, Withdraw

__all__ = [
    "BadEntry",
    "Edit",
    "Entry",
    "Fact",
    "Reason",
    "Restore",
    "Sign",
    "Strike",
    "Tally",
    "Text",
    "Translation",
    "Withdraw",
    "assemble",
    "encode",
    "facts_of",
    "hour_of",
    "parse",
    "target_of",
]

FORMAT = "open-letter/v1"
HOUR = 3600  # seconds


class BadEntry(ValueError):
    """Not an entry of this format, or not in the one form it may have."""


class Entry(NamedTuple):
    """What happened, at which hour, and what the log counted then."""

    fact: Fact
    time: int
    tally: Tally


def hour_of(at: datetime) -> int:
    """The full hour that a moment lies in: more would tell who signed when."""
    seconds = int(at.timestamp())
    return seconds - seconds % HOUR


def facts_of(fact: Fact) -> str:
    """The lines between `of` and `time`, which are known before the entry has its place in the log."""
    return fact.facts


def target_of(fact: Fact) -> int | None:
    """The index of the signature that a fact is about, unless it is one itself."""
    return fact.of if isinstance(fact, Edit | Withdraw | Strike | Restore) else None


def assemble(kind: str, of: int | None, facts: str, time: int, tally: Tally) -> bytes:
    """The entry's bytes; `facts` as they come from `facts_of`."""
    if time % HOUR:
        raise BadEntry("times in the log are full hours")
    target = "" if of is None else f"of {of}\n"
    signed, withdrawn, struck = tally
    entry = f"{FORMAT} {kind}\n{target}{facts}time {time}\ntally {signed} {withdrawn} {struck}\n"
    return entry.encode("ascii")


def encode(fact: Fact, time: int, tally: Tally) -> bytes:
    return assemble(fact.kind, target_of(fact), facts_of(fact), time, tally)


def parse(data: bytes) -> Entry:
    kind, pattern, build = _form_of(data)
    match = pattern.fullmatch(data)
    if not match:
        raise BadEntry(f"not a {kind} entry in the one form it may have")
    *facts, time, signed, withdrawn, struck = match.groups()
    if int(time) % HOUR:
        raise BadEntry("times in the log are full hours")
    return Entry(build(*facts), int(time), Tally(int(signed), int(withdrawn), int(struck)))


def _form_of(data: bytes) -> "_Form":
    """By the first line, so that a refusal can name the kind."""
    form = _FORMS.get(data[: data.find(b"\n") + 1])
    if not form:
        raise BadEntry(f"not an entry of the format {FORMAT}")
    return form


class _Form(NamedTuple):
    kind: str
    pattern: re.Pattern[bytes]
    build: Callable[..., Fact]


def _text(number: bytes, sha256: bytes) -> Text:
    return Text(int(number), a2b_base64(sha256))


def _translation(number: bytes, language: bytes, sha256: bytes) -> Translation:
    return Translation(int(number), language.decode(), a2b_base64(sha256))


def _sign(text: bytes, card: bytes, commit: bytes) -> Sign:
    return Sign(a2b_base64(text), card == b"public", a2b_base64(commit))


def _edit(of: bytes, control: bytes, first: bytes, second: bytes, card: bytes, commit: bytes) -> Edit:
    rest = (a2b_base64(first), a2b_base64(second))
    return Edit(int(of), a2b_base64(control), rest, card == b"public", a2b_base64(commit))


def _withdraw(of: bytes, control: bytes, first: bytes, second: bytes) -> Withdraw:
    return Withdraw(int(of), a2b_base64(control), (a2b_base64(first), a2b_base64(second)))


def _strike(of: bytes, reason: bytes) -> Strike:
    return Strike(int(of), Reason(reason.decode()))


def _restore(of: bytes) -> Restore:
    return Restore(int(of))


_B = "([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"  # the last letter's two spare bits are zero
_N = "(0|[1-9][0-9]{0,14})"
_LANGUAGE = "([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4})"
_CARD = f"card (public|private)\ncommit {_B}\n"
_OPENED = f"of {_N}\nctl {_B}\nrest {_B} {_B}\n"


def _form(kind: str, lines: str, build: Callable[..., Fact]) -> tuple[bytes, _Form]:
    first, last = f"{FORMAT} {kind}\n", f"time {_N}\ntally {_N} {_N} {_N}\n"
    return first.encode(), _Form(kind, re.compile((first + lines + last).encode()), build)


_FORMS = dict(
    (
        _form("text", f"version {_N}\nsha256 {_B}\n", _text),
        _form("translation", f"version {_N}\nlang {_LANGUAGE}\nsha256 {_B}\n", _translation),
        _form("sign", f"text {_B}\n{_CARD}", _sign),
        _form("edit", f"{_OPENED}{_CARD}", _edit),
        _form("withdraw", _OPENED, _withdraw),
        _form("strike", f"of {_N}\nreason ({'|'.join(Reason)})\n", _strike),
        _form("restore", f"of {_N}\n", _restore),
    )
)
