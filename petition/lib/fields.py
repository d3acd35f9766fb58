"""A field of text that is read by a function of petition.lib."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Parsed(forms.CharField):
    """A text field read by one of the functions of petition.lib, whose ValueError is the message to show."""

    def __init__(self, *, parse: Callable[[str], str], **options: Any) -> None:
        super().__init__(**options)
        self.parse = parse

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        try:
            return self.parse(value) if value else ""
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
