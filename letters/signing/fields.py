"""What a signer says about themselves in public, on its way between forms and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from letters.signing.models import Signature
from letters.signing.showing import chosen_name
from petition.lib.text import fold, has_web_address

# A name of ligatures folds to many times its length; what is cut off is found by the words in front of it.
MOST_SEARCHED = Signature._meta.get_field("search").max_length


@dataclass(frozen=True)
class ConfirmedFields:
    """Everything a signer decides about how their signature reads, and whether news may follow."""

    name: str
    display: str = Signature.Display.NAME
    title: str = ""
    affiliation: str = ""
    city: str = ""
    country: str = ""
    reason: str = ""
    wants_news: bool = False


@dataclass(frozen=True)
class SignRequest:
    """One filled sign form: the fields, whose they are, and which text and wording was agreed to."""

    shown: ConfirmedFields
    address: str
    version: int
    consent: str
    language: str = "en"


def from_cleaned(cleaned: Mapping[str, Any]) -> ConfirmedFields:
    return ConfirmedFields(**{field.name: cleaned[field.name] for field in fields(ConfirmedFields)})


def from_signature(signature: Signature) -> ConfirmedFields:
    return ConfirmedFields(**{field.name: getattr(signature, field.name) for field in fields(ConfirmedFields)})


def columns(shown: ConfirmedFields, *, is_hidden: bool = False) -> dict[str, Any]:
    """The columns of a row that follow from the fields; a hidden name is found by nobody, however it is changed."""
    found = "" if is_hidden else fold(chosen_name(shown))[:MOST_SEARCHED]
    return vars(shown) | {"search": found, "reason_awaits": has_web_address(shown.reason)}
