"""The shape of what readers report and of what moderators decide."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.moderation.actions.reporting import Complaint
from letters.moderation.reasons import COMPLAINTS, NOT_ME
from letters.moderation.rules import WORDS_AT_MOST
from petition.lib import emails, text
from petition.lib.fields import Parsed
from petition.lib.networks import prefix
from petition.lib.numbers import number_in

# The biggest index a log could have; beyond it PostgreSQL would refuse the number.
MOST_ENTRIES = 2**62
NO_ENTRY = -1


class ReportForm(forms.Form):
    use_required_attribute = False

    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What is wrong?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what is wrong.")}
    )
    words = Parsed(
        parse=partial(text.clean_lines, most=WORDS_AT_MOST),
        label=_("What should we know?"),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.Textarea,
    )
    email = Parsed(
        parse=emails.parse,
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want to hear what came of it. We erase it after that one mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": emails.MOST_CHARACTERS}),
    )

    def __init__(self, *args: Any, about_signature: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(code, words) for code, words in COMPLAINTS.items() if about_signature or code != NOT_ME]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]

    def complaint(self, *, language: str, client: str) -> Complaint:
        said = self.cleaned_data
        return Complaint(said["reason"], said["words"], said["email"], language, prefix(client))


def entry_in(words: Mapping[str, str]) -> int | None:
    """Which entry of the log a query or a form asks about; what is no entry asks about one that shows nobody."""
    asked = words.get("signature", "")
    if not asked:
        return None
    number = number_in(asked)
    return number if number is not None and number <= MOST_ENTRIES else NO_ENTRY
