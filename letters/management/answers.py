"""How a command says no: one line on stderr, and a status that is not zero."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.management.base import CommandError

from letters.models import Letter
from petition.lib.refusal import Refused

SAID = {
    "bad-address": "--organizer: {message}",
    "closing-date-passed": "The closing date {closes_on} is over already where the letter closes.",
    "letter-amended": "The text was amended since this was signed, and it is too late to ask its signer again.",
    "letter-closed": "The letter is closed.",
    "letter-gone": "The letter was taken down.",
    "no-such-entry": "Entry {index} of this letter's log is no signature.",
    "not-found": "The letter was never published.",
    "signature-gone": "There is no such signature.",
    "signature-known": "This is signature {id}; strike it by: signatures strike {id}",
    "signature-not-counted": "This signature is not counted.",
    "signature-not-held": "This signature does not wait for a moderator; it is {state}.",
    "signature-not-struck": "This signature was not struck; it is {state}.",
    "slug-taken": "There is a letter {slug} already; choose another name with --slug.",
}


def letter_named(slug: str) -> Letter:
    letter = Letter.objects.select_related("current").filter(slug=slug).first()
    if letter is None:
        raise CommandError(f"There is no letter {slug}.")
    return letter


def checked(form: forms.Form, options: dict[str, str]) -> dict[str, Any]:
    """The clean data of a form, or its first mistake under the name of the option that made it."""
    for field, mistakes in form.errors.items():
        raise CommandError(f"{options.get(field, '--' + field.replace('_', '-'))}: {mistakes[0]}")
    return form.cleaned_data


@contextmanager
def refusals_in_one_line() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise CommandError(SAID.get(refused.code, refused.code).format(**refused.details)) from refused
