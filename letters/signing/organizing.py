"""The shape of what organizers send about signatures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.signing.actions.asking import Asked
from letters.signing.forms import address, line
from letters.signing.rules import MOST_ON_PAPER
from letters.writing.drafts import Question
from petition.lib import canonical, text
from petition.lib.fields import Parsed

KINDS = (
    (Question.Kind.TEXT, _("In words")),
    (Question.Kind.CHOICE, _("One of several")),
    (Question.Kind.NUMBER, _("A number")),
    (Question.Kind.YES_NO, _("Yes or no")),
)
MOST_CHOICES = 20  # more than a phone shows at once is a search


def _sentence(text_in: str) -> str:
    return text.clean(text_in, most=200)


def _note(text_in: str) -> str:
    return text.clean_reason(text_in, most=300)


class QuestionForm(forms.Form):
    label = Parsed(
        parse=_sentence,
        label=_("Question"),
        error_messages={"required": _("Write the question.")},
        widget=forms.TextInput(attrs={"maxlength": 200}),
    )
    kind = forms.ChoiceField(
        label=_("How it is answered"), choices=KINDS, initial=Question.Kind.TEXT, widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line, only for “One of several”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(
        label=_("Nobody signs without answering"),
        help_text=_("Whoever has signed before is not asked again."),
        required=False,
    )
    is_public = forms.BooleanField(
        label=_("Show the answer beside the name"),
        help_text=_("Never beside a signature that is shown without a name."),
        required=False,
    )

    def clean_choices(self) -> tuple[str, ...]:
        lines = [one.strip() for one in str(self.cleaned_data["choices"]).splitlines() if one.strip()]
        try:
            return tuple(dict.fromkeys(text.clean_line(one) for one in lines))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        choices = cleaned.get("choices", ())
        if cleaned.get("kind") != Question.Kind.CHOICE:
            return cleaned | {"choices": ()}
        if "choices" not in self.errors and not 2 <= len(choices) <= MOST_CHOICES:
            words = _("Give two to %(most)d answers, one on each line.")
            self.add_error("choices", ValidationError(words, code="choices", params={"most": MOST_CHOICES}))
        return cleaned

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class FirstSignerForm(forms.Form):
    name = line(_("Name"), "off", error_messages={"required": _("Enter a name.")})
    address = address()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        self.fields["address"].label = _("E-mail address")
        self.fields["address"].widget.attrs["autocomplete"] = "off"


class PaperForm(forms.Form):
    # The newest list that was shown with the form: what is sent twice was filled once.
    seen = forms.IntegerField(min_value=0, max_value=canonical.MOST, required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(label=_("How many signed on paper"), min_value=1, max_value=MOST_ON_PAPER)
    collected_on = forms.DateField(label=_("Until which day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = Parsed(
        parse=_note,
        label=_("Where they were collected, and who keeps the sheets"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
    is_attested = forms.BooleanField(
        label=_("I have counted them, and we answer for this number with our name."),
        error_messages={"required": _("Without this the number is not shown.")},
    )

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def clean_collected_on(self) -> Any:
        day = self.cleaned_data["collected_on"]
        if day > timezone.localdate() or day.year < 1990:
            raise ValidationError(_("Enter a day that is over."), code="day")
        return day


class ListForm(forms.Form):
    """What an organizer may ask of the list; nonsense asks for all of it."""

    q = forms.CharField(label=_("Search the names shown"), max_length=100, required=False)
    only = forms.CharField(label=_("Which signatures"), max_length=120, required=False)

    def wish(self) -> tuple[str, str]:
        self.is_valid()
        words, only = (str(self.cleaned_data.get(name) or "").strip() for name in ("q", "only"))
        return words, only
