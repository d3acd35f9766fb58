"""The form of a letter's particulars: rows of addressees, and what stands beside the text."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letters.templatetags.letters import last_day
from letters.writing import rules
from letters.writing.actions import Particulars
from letters.writing.addressing import ADDRESSEES_AT_MOST, To, addressees_of, line_of
from letters.writing.closing import at_the_wall
from letters.writing.forms import TO_AT_MOST, Line
from letters.writing.models import Letter
from letters.writing.particulars import digest_of
from letters.writing.slugs import SLUG, SLUG_AT_MOST
from letters.writing.topics import TOPICS, TOPICS_AT_MOST
from petition.lib import emails, zones
from petition.lib.fields import Parsed

MINUTE = "%Y-%m-%dT%H:%M"
EARLIEST = date(2000, 1, 1)


class AddresseeForm(forms.Form):
    name = Line(most=200, required=False, label=_("Name"))
    role = Line(most=200, required=False, label=_("Role"))
    address = Parsed(
        parse=emails.parse,
        required=False,
        label=_("Mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("name") and (said.get("role") or said.get("address")):
            self.add_error("name", _("Say who this is."))
        return said


Addressees = forms.formset_factory(
    AddresseeForm, extra=2, max_num=ADDRESSEES_AT_MOST, absolute_max=ADDRESSEES_AT_MOST, validate_max=True
)


class ParticularsForm(forms.Form):
    on = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)  # the digest of what was seen
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        help_text=format_lazy(_("At most {most}."), most=TOPICS_AT_MOST),
        required=False,
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    goal = forms.IntegerField(
        label=_("Goal"),
        help_text=_("How many signatures you hope for."),
        required=False,
        min_value=1,
        max_value=rules.GOAL_AT_MOST,
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the letter"))
    closes_on = forms.DateField(
        label=_("Last day of signing"),
        help_text=_("Signing ends with the last second of this day, in the letter’s time zone."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=("%Y-%m-%d",),
    )
    publish_at = forms.DateTimeField(
        label=_("Publish not before"),
        help_text=_("In the letter’s time zone; left empty, it is published once it is approved."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
        input_formats=(MINUTE, "%Y-%m-%dT%H:%M:%S"),
    )
    wanted_slug = forms.CharField(
        label=_("Address of the letter"),
        help_text=_("What follows /letters/ in its address; left empty, it is made from the title."),
        required=False,
        max_length=SLUG_AT_MOST,
    )
    cover = forms.ChoiceField(label=_("Image at the top"), required=False)

    def __init__(self, *args: Any, letter: Letter, **options: Any) -> None:
        super().__init__(*args, **options)
        self.letter = letter
        images = [(str(image.pk), image.alt) for image in letter.images.order_by("-id")]
        self.fields["time_zone"].choices = zones.choices(letter.time_zone)  # type: ignore[attr-defined]
        self.fields["cover"].choices = [("", _("None")), *images]  # type: ignore[attr-defined]
        if letter.published_at:
            del self.fields["publish_at"], self.fields["wanted_slug"]
        if letter.state == Letter.State.CLOSED:
            del self.fields["closes_on"]
        if not rules.may_choose_cover(letter):
            del self.fields["cover"]

    def clean_topics(self) -> list[str]:
        topics: list[str] = self.cleaned_data["topics"]
        if len(topics) > TOPICS_AT_MOST:
            raise ValidationError(_("Choose at most %(most)s topics.") % {"most": TOPICS_AT_MOST})
        return topics

    def clean_wanted_slug(self) -> str:
        slug: str = self.cleaned_data["wanted_slug"]
        if not slug:
            return ""
        if not SLUG.fullmatch(slug) or slug.startswith("draft-"):
            raise ValidationError(_("Use small letters a to z, digits, and single hyphens between them."))
        # Of what others are still writing nothing is told: an address is taken once its letter was public.
        if Letter.objects.once_public().filter(slug=slug).exists():
            raise ValidationError(_("Another letter has this address already. Choose another one."))
        return slug

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day:
            _demand_likely(day)
        return day

    def clean_publish_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["publish_at"]
        if moment:
            _demand_likely(moment.date())
        return moment

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if (moment := said.get("publish_at")) and "time_zone" in said:
            said["publish_at"] = at_the_wall(moment, said["time_zone"])
        return said

    def particulars(self, addressees: tuple[To, ...]) -> Particulars:
        said, letter = self.cleaned_data, self.letter
        return Particulars(
            topics=tuple(said["topics"]),
            goal=said["goal"],
            time_zone=said["time_zone"],
            closes_on=said.get("closes_on"),
            publish_at=said.get("publish_at", letter.publish_at),
            wanted_slug=said.get("wanted_slug", letter.wanted_slug),
            cover_id=_number(said["cover"]) if "cover" in said else letter.cover_id,
            addressees=addressees,
        )


def as_they_stand(letter: Letter) -> dict[str, object]:
    published = letter.publish_at.astimezone(ZoneInfo(letter.time_zone)) if letter.publish_at else None
    return {
        "on": digest_of(letter),
        "topics": letter.topics,
        "goal": letter.goal,
        "time_zone": letter.time_zone,
        "closes_on": last_day(letter),
        "publish_at": published.replace(tzinfo=None) if published else None,
        "wanted_slug": letter.wanted_slug,
        "cover": str(letter.cover_id or ""),
    }


def addressees_as_they_stand(letter: Letter) -> list[dict[str, str]]:
    return [{"name": to.name, "role": to.role, "address": to.address} for to in addressees_of(letter)]


def typed_addressees(rows: Any) -> tuple[To, ...]:
    """The rows that were filled in; a line that would be too long to print is a mistake of the whole form."""
    return tuple(To(**row) for row in rows.cleaned_data if row.get("name"))


def fits_on_a_line(addressees: tuple[To, ...]) -> bool:
    return len(line_of(addressees)) <= TO_AT_MOST


def _demand_likely(day: date) -> None:
    """Refuse slips of the keyboard, among them days that no clock can turn into a moment of another zone."""
    if day > timezone.now().date() + rules.CLOSES_WITHIN:
        raise ValidationError(_("This day is more than ten years away."))
    if day < EARLIEST:
        raise ValidationError(_("This day is long past."))


def _number(key: str) -> int | None:
    return int(key) if key else None
