"""What the pages of a letter's life ask its team."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.writing import rules
from letters.writing.closing import end_of_day
from letters.writing.forms import NOTE_AT_MOST, TITLE_AT_MOST, Body, Line
from letters.writing.models import Letter

WORDS_AT_MOST = 4000

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SubmitForm(forms.Form):
    words = forms.CharField(
        label=_("A word to the moderator"),
        help_text=_("What they should know, or what you changed. Only the desk reads it."),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Another language"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class AmendForm(SubmitForm):
    note = Line(
        label=_("What this version changes"),
        help_text=_("One sentence for everybody who signed: it stands in their mail and in the history of the letter."),
        most=NOTE_AT_MOST,
    )
    field_order = ("note", "words")


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Why the decision should be another one"),
        help_text=_("Another moderator reads it. You can say this once."),
        max_length=WORDS_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OpenAgainForm(forms.Form):
    closes_on = forms.DateField(
        label=_("The new last day"),
        help_text=_("Leave it empty to take signatures until you close the letter."),
        required=False,
        widget=_DAY,
    )

    def closes_at(self, letter: Letter, at: datetime) -> datetime | None:
        """The end of that day where the letter closes; a day that is over, or absurdly far, is a mistake."""
        day = self.cleaned_data["closes_on"]
        if day is None:
            return None
        if day > at.date() + rules.CLOSES_WITHIN:
            raise ValidationError(_("That is more than ten years away."))
        closing = end_of_day(day, letter.time_zone)
        if closing <= at:
            raise ValidationError(_("That day is over already where the letter closes."))
        return closing


class DeliveredForm(forms.Form):
    prefix = "delivered"

    on = forms.DateField(label=_("Delivered on"), widget=_DAY)
    note = Line(
        label=_("How, and to whom"),
        help_text=_("For instance: handed over at the front door, with all names printed."),
        most=NOTE_AT_MOST,
        required=False,
    )


class ResponseForm(forms.Form):
    prefix = "response"

    author = Line(label=_("Who answered"), most=TITLE_AT_MOST)
    received_on = forms.DateField(label=_("Received on"), widget=_DAY)
    body = Body(
        label=_("The answer, word for word"),
        help_text=_("It is set as the letter is; everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
