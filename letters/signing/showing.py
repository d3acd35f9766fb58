"""A signature as its signer chose to show it; the hidden name never passes through here."""

from typing import Protocol

from letters.signing.models import Signature
from petition.lib.text import initials


class Shown(Protocol):
    """What showing a signature needs: a row has it, and so have the fields that are to become one."""

    @property
    def name(self) -> str: ...
    @property
    def display(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def affiliation(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def country(self) -> str: ...


def shown_name(signature: Shown) -> str:
    """The name, its initials, or nothing."""
    if signature.display == Signature.Display.NAME:
        return signature.name
    return initials(signature.name) if signature.display == Signature.Display.INITIALS else ""


def shown_role(signature: Shown) -> str:
    return _joined(signature, signature.title, signature.affiliation)


def shown_place(signature: Shown) -> str:
    return _joined(signature, signature.city, signature.country)


def shown_reason(signature: Signature) -> str:
    """The reason, unless it names a web address nobody has looked at yet."""
    return "" if signature.reason_awaits else signature.reason


def _joined(signature: Shown, *parts: str) -> str:
    """What somebody does and where they live would name many who sign unnamed."""
    return ", ".join(part for part in parts if part) if shown_name(signature) else ""
