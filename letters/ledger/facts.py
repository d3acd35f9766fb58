"""What a log can say happened, each with the lines that say so in the format of `entries`.

Hashes, commitments and control tokens are 32 bytes; `of` is the index of the signature's own entry.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from petition.lib.canonical import to_base64


class Reason(StrEnum):
    """Why the desk took a signature out."""

    REQUEST = "request"
    DUPLICATE = "duplicate"
    BOUNCE = "bounce"
    FRAUD = "fraud"
    LAW = "law"
    TERMS = "terms"


class Tally(NamedTuple):
    """What the log has counted, its own entry included."""

    signed: int = 0
    withdrawn: int = 0
    struck: int = 0

    @property
    def count(self) -> int:  # type: ignore[override]  # of signatures; nobody asks a tally how often it holds a value
        return self.signed - self.withdrawn - self.struck


@dataclass(frozen=True, slots=True)
class Text:
    kind: ClassVar[str] = "text"
    number: int
    sha256: bytes

    @property
    def facts(self) -> str:
        return f"version {self.number}\nsha256 {to_base64(self.sha256)}\n"


@dataclass(frozen=True, slots=True)
class Translation:
    kind: ClassVar[str] = "translation"
    number: int
    language: str
    sha256: bytes

    @property
    def facts(self) -> str:
        return f"version {self.number}\nlang {self.language}\nsha256 {to_base64(self.sha256)}\n"


@dataclass(frozen=True, slots=True)
class Sign:
    kind: ClassVar[str] = "sign"
    text: bytes
    is_public: bool
    commit: bytes

    @property
    def facts(self) -> str:
        return f"text {to_base64(self.text)}\n{_card(self.is_public, self.commit)}"


@dataclass(frozen=True, slots=True)
class Edit:
    kind: ClassVar[str] = "edit"
    of: int
    control: bytes
    rest: tuple[bytes, bytes]
    is_public: bool
    commit: bytes

    @property
    def facts(self) -> str:
        return f"{_opened(self.control, self.rest)}{_card(self.is_public, self.commit)}"


@dataclass(frozen=True, slots=True)
class Withdraw:
    kind: ClassVar[str] = "withdraw"
    of: int
    control: bytes
    rest: tuple[bytes, bytes]

    @property
    def facts(self) -> str:
        return _opened(self.control, self.rest)


@dataclass(frozen=True, slots=True)
class Strike:
    kind: ClassVar[str] = "strike"
    of: int
    reason: Reason

    @property
    def facts(self) -> str:
        return f"reason {self.reason.value}\n"


@dataclass(frozen=True, slots=True)
class Restore:
    kind: ClassVar[str] = "restore"
    of: int

    @property
    def facts(self) -> str:
        return ""


Fact = Text | Translation | Sign | Edit | Withdraw | Strike | Restore


def _card(is_public: bool, commit: bytes) -> str:
    return f"card {'public' if is_public else 'private'}\ncommit {to_base64(commit)}\n"


def _opened(control: bytes, rest: tuple[bytes, bytes]) -> str:
    return f"ctl {to_base64(control)}\nrest {to_base64(rest[0])} {to_base64(rest[1])}\n"
