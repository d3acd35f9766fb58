"""The shape of what a signer sends, the same for pages and JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.signing.asking import answers_in, field_of, name_of
from letters.signing.fields import ConfirmedFields, SignRequest, from_cleaned
from letters.signing.models import Signature
from letters.signing.rules import CONSENT
from letters.writing.drafts import Question
from petition.lib import emails, text
from petition.lib.fields import Parsed

F = TypeVar("F", bound=forms.Form)

Display = Signature.Display

YOUR_ADDRESS = _("Your e-mail address")

DISPLAYS = (
    (Display.NAME, _("By name")),
    (Display.INITIALS, _("By initials")),
    (Display.ANONYMOUS, _("Not at all")),
)


def line(label: Any, autocomplete: str, **options: Any) -> Parsed:
    """One line of plain text; how long it may be is for clean_line to say, which counts what a reader sees."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, "maxlength": 100})
    return Parsed(parse=text.clean_line, label=label, required=False, widget=widget, **options)


def address(label: Any = YOUR_ADDRESS) -> Parsed:
    return Parsed(
        parse=emails.parse,
        label=label,
        error_messages={"required": _("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": emails.MOST_CHARACTERS}),
    )


class Unaltered(dict[str, forms.Field]):
    """Fields that no form of ours alters: to copy all of them at every click takes as long as to read them."""

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


def unaltered(form: type[F]) -> type[F]:
    form.base_fields = Unaltered(form.base_fields)
    return form


class PublicForm(forms.Form):
    """What others read about a signer."""

    name = line(_("Your name"), "name")
    title = line(_("Title or profession"), "organization-title")
    affiliation = line(_("Affiliation"), "organization")
    city = line(_("City"), "address-level2")
    country = line(_("Country"), "country-name")
    reason = Parsed(
        parse=text.clean_reason,
        label=_("Why do you sign?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 280}),
    )
    display = forms.ChoiceField(
        label=_("How should others see you?"), choices=DISPLAYS, initial=Display.NAME, widget=forms.RadioSelect
    )
    wants_news = forms.BooleanField(label=_("Send me news about this letter"), required=False)
    hands_address = forms.BooleanField(
        label=_("Let the organizers have my e-mail address"),
        help_text=_("Only if you want them to write to you themselves. News comes without it."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question] = (),
        answered: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Whoever has signed owes no answer to what was asked later, so `answered` says what they were asked."""
        super().__init__(*args, **options)
        self.questions, self.answered = questions, answered
        for question in questions:
            is_owed = question.is_owed and (answered is None or str(question.pk) in answered)
            self.fields[name_of(question)] = field_of(question, is_required=is_owed)

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name_of(question)] for question in self.questions]

    @property
    def asked_by_number(self) -> list[str]:
        """The questions of this form as answers name them."""
        return [str(question.pk) for question in self.questions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unnamed = cleaned.get("display") == Display.ANONYMOUS
        if "name" not in self.errors and not cleaned.get("name") and not unnamed:
            self.add_error("name", ValidationError(_("Enter your name."), code="required"))
        return cleaned | {"answers": answers_in(cleaned, self.questions)}

    def shown(self) -> ConfirmedFields:
        return from_cleaned(self.cleaned_data)


@unaltered
class SignForm(PublicForm):
    email = address()
    consent_text = forms.BooleanField(
        label=_("I have read this letter and sign it."),
        error_messages={"required": _("Say that you have read the letter and sign it.")},
    )
    consent_political = forms.BooleanField(
        label=_("I know that my signature may show a political opinion, and agree that it is published as I choose."),
        error_messages={"required": _("Without this consent we may not keep your signature.")},
    )
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    # Nobody sees this field; programs that fill every field do not know that.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    field_order = ("name", "email")

    def request(self, *, language: str = "en", came_from: str = "") -> SignRequest:
        cleaned = self.cleaned_data
        return SignRequest(
            shown=self.shown(),
            address=cleaned["email"],
            version=cleaned["version"],
            consent=CONSENT,
            language=language,
            came_from=came_from,
        )


@unaltered
class ConfirmForm(PublicForm):
    """The fields once more, for the owner of the mailbox to correct, and the text they agree to."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class EditForm(PublicForm):
    """The fields of a signature that stands."""


class ResendForm(forms.Form):
    email = address()


class NewAddressForm(forms.Form):
    email = address(_("Another address of yours"))
