"""The shape of an update as its team hands it in."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from letters.signing.models import Figures
from letters.updates.actions.sending import Seen
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted, tally
from letters.updates.models import Audience, Update
from letters.updates.rules import BODY_BYTES, SENT_WITHIN
from letters.writing.closing import at_the_wall
from letters.writing.documents import with_line_feeds
from letters.writing.forms import TITLE_AT_MOST, Body, Line
from letters.writing.models import Letter
from petition.lib import languages
from petition.lib.numbers import grouped

MINUTE = "%Y-%m-%dT%H:%M"
BIGGEST_NUMBER, BIGGEST_ID = 2**31 - 1, 2**63 - 1
# Whoever looks for the button may take a few minutes after choosing "in five minutes".
SLACK = timedelta(minutes=10)
# Beyond these a select is scrolled through by nobody.
MOST_COUNTRIES = 60


class Words(Body):
    """The text of an update, which is a mail and no book."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if len(text.encode()) > BODY_BYTES:
            raise ValidationError(_("This is too long for a mail; put the rest where you can link to it."))
        return text


class NewsForm(forms.Form):
    """An update that is still being written: anything may be missing."""

    title = Line(most=TITLE_AT_MOST, required=False, label=_("Title"), help_text=_("The subject of the mail, too."))
    body = Words(required=False, label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}))
    on = forms.IntegerField(min_value=0, max_value=BIGGEST_NUMBER, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in News._fields:
            self.fields[name].widget.attrs |= {"lang": language, "dir": languages.direction(language)}

    def text(self) -> News:
        return News(self.cleaned_data["title"], with_line_feeds(self.cleaned_data["body"]))


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(label=_("To whom"), help_text=_("Of those who agreed to news and can be written to."))

    def __init__(self, *args: Any, letter: Letter, update: Update, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"audience": _spelled(update.audience, update.audience_value)}
        self.fields["audience"].choices = list(_offered(letter, update))  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        audience, _colon, value = self.cleaned_data["audience"].partition(":")
        return Wanted(audience, value)


class SendForm(forms.Form):
    """The button, with what stood beside it: what was changed since is not sent."""

    on = forms.IntegerField(min_value=0, max_value=BIGGEST_NUMBER, widget=forms.HiddenInput)
    before = forms.IntegerField(min_value=0, max_value=BIGGEST_ID, widget=forms.HiddenInput)
    audience = forms.CharField(max_length=200, widget=forms.HiddenInput)
    send_at = forms.DateTimeField(
        label=_("Not before"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
        input_formats=(MINUTE, "%Y-%m-%dT%H:%M:%S"),
    )
    to_the_rest = forms.BooleanField(required=False)  # one of its two buttons

    def __init__(self, *args: Any, letter: Letter, update: Update, **options: Any) -> None:
        super().__init__(*args, **options)
        self.letter = letter
        seen: dict[str, object] = {"on": update.changes, "before": update.submission_id or 0}
        self.initial = seen | {"audience": _spelled(update.audience, update.audience_value)}
        words = _("In the time of %(zone)s; left empty, it goes out at once.")
        self.fields["send_at"].help_text = words % {"zone": letter.time_zone.replace("_", " ")}

    def clean_send_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["send_at"]
        if moment is None:
            return None
        now = timezone.now()
        if not now - 2 * SENT_WITHIN < moment < now + 2 * SENT_WITHIN:
            raise ValidationError(_("That is more than a year away."))
        moment = at_the_wall(moment, self.letter.time_zone)
        if moment < now - SLACK:
            raise ValidationError(_("That moment is over already."))
        return moment

    def seen(self) -> Seen:
        said = self.cleaned_data
        audience, _colon, value = said["audience"].partition(":")
        return Seen(said["on"], said["before"], Wanted(audience, value))


def _spelled(audience: str, value: str) -> str:
    return f"{audience}:{value}" if value else audience


def _offered(letter: Letter, update: Update) -> Iterable[tuple[Any, Any]]:
    """Every audience that somebody is in, and the one that is chosen, each with how many readers it has."""
    counted = tally(letter.pk)
    yield Audience.EVERYBODY.value, _counted(gettext("Everybody"), counted.everybody)
    yield Audience.FIRST_SIGNERS.value, _counted(gettext("The first signers"), counted.first_signers)
    if countries := _with_chosen(_countries(letter, counted.countries), Audience.COUNTRY, update):
        pairs = [(name, _counted(name, counted.countries[name.lower()])) for name in countries]
        yield _("From a country"), [(_spelled(Audience.COUNTRY.value, name), words) for name, words in pairs]
    read_in = [code for code, _many in counted.languages.most_common()]
    if codes := _with_chosen(read_in, Audience.LANGUAGE, update):
        pairs = [(code, _counted(languages.native_name(code), counted.languages[code])) for code in codes]
        yield _("Reading in a language"), [(_spelled(Audience.LANGUAGE.value, code), words) for code, words in pairs]


def _countries(letter: Letter, readers: Counter[str]) -> list[str]:
    """Those the letter's figures name, of which somebody hears news: a country of very few signers is none of them."""
    figures = Figures.objects.filter(letter=letter).first()
    named = [str(name) for name, _many in figures.countries if name] if figures else []
    heard = [name for name in named if readers[name.lower()]]
    return sorted(heard, key=lambda name: -readers[name.lower()])[:MOST_COUNTRIES]


def _with_chosen(values: list[str], audience: str, update: Update) -> list[str]:
    """What is chosen stays offered, even if nobody is in it any more."""
    is_missing = update.audience == audience and update.audience_value not in values
    return [*values, update.audience_value] if is_missing else values


def _counted(name: str, many: int) -> str:
    return gettext("%(audience)s (%(number)s)") % {"audience": name, "number": grouped(many)}
