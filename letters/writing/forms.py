"""The shape of a letter as somebody hands it in, on paper or on a command line."""

import unicodedata
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.writing import rules
from letters.writing.documents import with_line_feeds
from letters.writing.merging import FIELDS, DraftText
from letters.writing.slugs import SLUG, SLUG_AT_MOST
from petition.lib import languages
from petition.lib.fields import Parsed
from petition.lib.text import clean

TITLE_AT_MOST = 200
TO_AT_MOST = 500
NOTE_AT_MOST = 500
NOTICE_AT_MOST = 1000
EMPTY = _("The letter is empty.")


class Line(Parsed):
    """One line of text with nothing in it that a page could not show."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(parse=partial(clean, most=most), **options)


class Body(forms.CharField):
    """The text of a letter, kept to the character."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, error_messages={"required": EMPTY}, **options)

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if self.required and not text.strip():
            raise ValidationError(EMPTY)
        if len(text.encode()) > rules.BODY_BYTES:
            raise ValidationError(_("The letter is longer than %(most)s kB.") % {"most": rules.BODY_BYTES // 1000})
        if any(unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in text):
            raise ValidationError(_("The letter holds control characters; they can’t be shown."))
        return text


class TextForm(forms.Form):
    title = Line(most=TITLE_AT_MOST)
    to = Line(most=TO_AT_MOST)
    body = Body()


class AmendForm(TextForm):
    """The next version of a letter; what is left empty stays as it is."""

    title = Line(most=TITLE_AT_MOST, required=False)
    to = Line(most=TO_AT_MOST, required=False)
    note = Line(most=NOTE_AT_MOST)


class DraftForm(forms.Form):
    """A text that is still being written: anything may be missing, nothing may be longer than a letter can be."""

    title = Line(most=TITLE_AT_MOST, required=False, label=_("Title"))
    to = Line(most=TO_AT_MOST, required=False, label=_("To"), help_text=_("Whom the letter is written to."))
    body = Body(required=False, label=_("Text"), widget=forms.Textarea(attrs={"rows": 24}))
    note = Line(most=NOTE_AT_MOST, required=False, label=_("What this amendment changes"))
    on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FIELDS:
            self.fields[name].widget.attrs |= {"lang": language, "dir": languages.direction(language)}

    def text(self) -> DraftText:
        said = self.cleaned_data
        return DraftText(said["title"], said["to"], with_line_feeds(said["body"]), said["note"])


class NoticeForm(forms.Form):
    notice = Line(most=NOTICE_AT_MOST)


class LetterForm(TextForm):
    slug = forms.CharField(required=False, max_length=SLUG_AT_MOST)
    language = forms.CharField()
    goal = forms.IntegerField(required=False, min_value=1, max_value=rules.GOAL_AT_MOST)
    closes_on = forms.DateField(
        required=False,
        input_formats=("%Y-%m-%d",),
        error_messages={"invalid": "Write the closing date like 2030-12-31."},
    )
    time_zone = forms.CharField()

    def clean_slug(self) -> str | None:
        slug: str = self.cleaned_data["slug"]
        if slug and not SLUG.fullmatch(slug):
            raise ValidationError("Use small letters a to z, digits, and single hyphens between them.")
        return slug or None

    def clean_language(self) -> str:
        code: str = self.cleaned_data["language"].lower()
        if not languages.is_known(code):
            raise ValidationError(f"There is no language {code!r}; write a code such as en, fr or pt-br.")
        return code

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name not in available_timezones():
            raise ValidationError(f"There is no time zone {name!r}; write one such as Europe/Paris.")
        return name

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day and day > timezone.now().date() + rules.CLOSES_WITHIN:
            raise ValidationError("The closing date is more than ten years away.")
        return day
