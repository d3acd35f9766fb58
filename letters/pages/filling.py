"""Forms as a page first shows them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from letters.signing.asking import as_initial, asked_in, questions_of, unasked
from letters.signing.fields import ConfirmedFields, from_signature
from letters.signing.forms import ConfirmForm, EditForm, SignForm
from letters.signing.models import Signature
from letters.writing.models import Letter

F = TypeVar("F", SignForm, ConfirmForm)


def blank(letter: Letter) -> SignForm:
    return SignForm(initial={"version": _standing(letter)}, questions=questions_of(letter))


def to_confirm(signature: Signature) -> ConfirmForm:
    return ConfirmForm(initial=_initial(signature) | {"version": _standing(signature.letter)}, **_asked(signature))


def to_edit(signature: Signature) -> EditForm:
    return EditForm(initial=_initial(signature), **_asked(signature))


def as_edited(signature: Signature, data: Mapping[str, Any]) -> EditForm:
    return EditForm(data, **_asked(signature, data))


def as_confirmed(signature: Signature | None, data: Mapping[str, Any]) -> ConfirmForm:
    """The form as it was sent; a letter that asks nothing needs no look at the signature."""
    return ConfirmForm(data, **_asked(signature, data)) if signature else ConfirmForm(data)


def edited(form: EditForm, signature: Signature) -> ConfirmedFields:
    """What the form says, and the answers to questions that no form asks any more."""
    shown = form.shown()
    kept = unasked(signature.answers, form.questions)
    return replace(shown, answers={**kept, **shown.answers})


def unnamed(signature: Signature) -> ConfirmedFields:
    """The same fields, with nothing shown of them."""
    return ConfirmedFields(**vars(from_signature(signature)) | {"display": Signature.Display.ANONYMOUS})


def on_standing_version(form: F, letter: Letter) -> F:
    """The form as it was sent, but for the text that now stands and the consent to it, which only its reader gives."""
    sent = {name: value for name, value in form.data.items() if name != "consent_text"}
    return type(form)(sent | {"version": _standing(letter)}, questions=form.questions, answered=form.answered)


def _initial(signature: Signature) -> dict[str, Any]:
    answers = as_initial(signature.answers, questions_of(signature.letter))
    return vars(from_signature(signature)) | answers


def _asked(signature: Signature, sent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"questions": asked_in(signature.letter, sent or ()), "answered": signature.answers}


def _standing(letter: Letter) -> int | None:
    return letter.current.number if letter.current else None
