"""What a signer says about themselves in public, on its way between forms and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from letters.signing.models import Signature
from letters.signing.showing import chosen_name
from petition.lib.text import fold, has_web_address

# A name of ligatures folds to many times its length; what is cut off is found by the words in front of it.
MOST_SEARCHED = Signature._meta.get_field("search").max_length


@dataclass(frozen=True)
class ConfirmedFields:
    """Everything a signer decides: how the signature reads, what else they say, and who may write to them."""

    name: str
    display: str = Signature.Display.NAME
    title: str = ""
    affiliation: str = ""
    city: str = ""
    country: str = ""
    reason: str = ""
    wants_news: bool = False
    hands_address: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)  # by the id of the question


@dataclass(frozen=True)
class SignRequest:
    """One filled sign form: the fields, whose they are, and which text and wording was agreed to."""

    shown: ConfirmedFields
    address: str
    version: int
    consent: str
    language: str = "en"
    came_from: str = ""  # the label of the link they followed


def from_cleaned(cleaned: Mapping[str, Any]) -> ConfirmedFields:
    return ConfirmedFields(**{one.name: cleaned[one.name] for one in fields(ConfirmedFields)})


def from_signature(signature: Signature) -> ConfirmedFields:
    return ConfirmedFields(**{one.name: getattr(signature, one.name) for one in fields(ConfirmedFields)})


def columns(shown: ConfirmedFields, *, is_hidden: bool = False) -> dict[str, Any]:
    """The columns of a row that follow from the fields; a hidden name is found by nobody, however it is changed."""
    found = "" if is_hidden else fold(chosen_name(shown))[:MOST_SEARCHED]
    return vars(shown) | {"search": found, "reason_awaits": has_web_address(shown.reason)}
