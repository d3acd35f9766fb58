"""A signature as its signer chose to show it, and as others read it; a hidden name never passes through here."""

from datetime import datetime
from typing import Protocol

from letters.signing.models import Signature
from petition.lib.text import initials


class Chosen(Protocol):
    """What a signer's choice consists of: a row has it, and so have the fields that are to become one."""

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


class Read(Chosen, Protocol):
    """What others read of it: a row, or the line of a table made without one."""

    @property
    def reason(self) -> str: ...
    @property
    def reason_awaits(self) -> bool: ...
    @property
    def name_hidden_at(self) -> datetime | None: ...


def chosen_name(chosen: Chosen) -> str:
    """The name, its initials, or nothing: for the signer, and for the log, which a hidden name leaves as it is."""
    if chosen.display == Signature.Display.NAME:
        return chosen.name
    return initials(chosen.name) if chosen.display == Signature.Display.INITIALS else ""


def chosen_role(chosen: Chosen) -> str:
    return _joined(chosen, chosen.title, chosen.affiliation)


def chosen_place(chosen: Chosen) -> str:
    return _joined(chosen, chosen.city, chosen.country)


def shown_name(signature: Read) -> str:
    """What everybody reads: nothing while the name is hidden for a look."""
    return "" if signature.name_hidden_at else chosen_name(signature)


def is_name_withheld(signature: Read) -> bool:
    """Whether others would read a name here, had nobody hidden it: no choice of the signer's to be unnamed."""
    return bool(signature.name_hidden_at and chosen_name(signature))


def shown_role(signature: Read) -> str:
    return "" if signature.name_hidden_at else chosen_role(signature)


def shown_place(signature: Read) -> str:
    return "" if signature.name_hidden_at else chosen_place(signature)


def shown_reason(signature: Read) -> str:
    """The reason, unless it names a web address nobody has looked at yet."""
    return "" if signature.reason_awaits else signature.reason


def _joined(chosen: Chosen, *parts: str) -> str:
    """What somebody does and where they live would name many who sign unnamed."""
    return ", ".join(part for part in parts if part) if chosen_name(chosen) else ""
