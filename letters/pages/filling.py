"""Forms as a page first shows them."""

from typing import TypeVar

from letters.signing.fields import ConfirmedFields, from_signature
from letters.signing.forms import ConfirmForm, EditForm, SignForm
from letters.signing.models import Signature
from letters.writing.models import Letter

F = TypeVar("F", SignForm, ConfirmForm)


def blank(letter: Letter) -> SignForm:
    return SignForm(initial={"version": _standing(letter)})


def to_confirm(signature: Signature) -> ConfirmForm:
    return ConfirmForm(initial=vars(from_signature(signature)) | {"version": _standing(signature.letter)})


def to_edit(signature: Signature) -> EditForm:
    return EditForm(initial=vars(from_signature(signature)))


def unnamed(signature: Signature) -> ConfirmedFields:
    """The same fields, with nothing shown of them."""
    return ConfirmedFields(**vars(from_signature(signature)) | {"display": Signature.Display.ANONYMOUS})


def on_standing_version(form: F, letter: Letter) -> F:
    """The form as it was sent, but for the text that now stands and the consent to it, which only its reader gives."""
    sent = {name: value for name, value in form.data.items() if name != "consent_text"}
    return type(form)(sent | {"version": _standing(letter)})


def _standing(letter: Letter) -> int | None:
    return letter.current.number if letter.current else None
