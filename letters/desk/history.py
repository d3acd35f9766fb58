"""What the desk asks of the history, and how its lines read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from letters.desk.deeds import in_words
from petition.audit.actions import CLOCK, OPERATOR, SIGNER
from petition.audit.models import AuditEvent
from petition.audit.queries import PERSON, AuditQuerySet
from petition.lib.numbers import number_in

ROLES = {OPERATOR, SIGNER, CLOCK}
SUBJECT = re.compile(r"([a-z]{2,32}) ([0-9]{1,18})")


# No line of any history is older or younger than these, and the next day of either is one, too.
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


def day(label: Any) -> forms.DateField:
    span = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, validators=span)


class HistoryForm(forms.Form):
    verb = forms.CharField(
        label=_("What"), max_length=64, required=False, widget=forms.TextInput(attrs={"placeholder": "signing.strike"})
    )
    who = forms.CharField(
        label=_("Who"), max_length=254, required=False, widget=forms.TextInput(attrs={"placeholder": "user 12"})
    )
    about = forms.CharField(
        label=_("About"), max_length=64, required=False, widget=forms.TextInput(attrs={"placeholder": "signature 34"})
    )
    first = day(_("From"))
    last = day(_("To"))

    def clean_who(self) -> str:
        """The name under which the history keeps somebody; never their login, since addresses of pages are logged."""
        typed = str(self.cleaned_data["who"]).strip().lower()
        if not typed or typed in ROLES:
            return typed
        number = number_in(typed.removeprefix(f"{PERSON} "))
        if number is not None:
            return f"{PERSON} {number}"
        raise ValidationError(_("Write the number of an account, such as “user 12”, or: operator, signer, clock."))

    def clean_about(self) -> str:
        typed = " ".join(str(self.cleaned_data["about"]).lower().split())
        if typed and not SUBJECT.fullmatch(typed):
            raise ValidationError(_("Write a kind and a number, such as “signature 34”."))
        return typed

    def found(self) -> AuditQuerySet:
        """The lines that were asked for; a form that is not valid finds none."""
        if not self.is_valid():
            return AuditEvent.objects.none()
        asked = self.cleaned_data
        lines = AuditEvent.objects.between(_day(asked["first"]), _day(asked["last"], days=1))
        lines = lines.of(asked["verb"].strip()) if asked["verb"].strip() else lines
        lines = lines.by(asked["who"]) if asked["who"] else lines
        about = SUBJECT.fullmatch(asked["about"])
        return lines.about(about[1], int(about[2])) if about else lines

    def asked(self) -> dict[str, str]:
        """What the address of the next page repeats."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


@dataclass(frozen=True)
class Change:
    """One field before and after; what is known of only one moment stands alone."""

    field: str
    after: str
    before: str = ""
    is_pair: bool = False


@dataclass(frozen=True)
class Line:
    event: AuditEvent
    who: str
    changes: list[Change]

    @property
    def about(self) -> str:
        return f"{self.event.subject_kind} {self.event.subject_id}"

    @property
    def words(self) -> str:
        return in_words(self.event.verb)

    @property
    def more_by(self) -> str:
        return urlencode({"who": self.event.actor})

    @property
    def more_about(self) -> str:
        return urlencode({"about": self.about})

    @property
    def more_of(self) -> str:
        return urlencode({"verb": self.event.verb})


def lines(events: Iterable[AuditEvent]) -> list[Line]:
    events = list(events)
    names = names_of(event.actor for event in events)
    return [
        Line(event, names.get(event.actor, event.actor), [change(*item) for item in event.changes.items()])
        for event in events
    ]


def change(field: str, value: Any) -> Change:
    """Verbs write what was and what is as a pair; whatever else they say is shown as it stands."""
    if field == "fields" and isinstance(value, list):
        return Change("", ", ".join(map(str, value)))
    if isinstance(value, list) and len(value) == 2:
        return Change(field, _said(value[1]), _said(value[0]), is_pair=True)
    return Change(field, _said(value))


def _said(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """What people call themselves, by the name the history keeps; who has no name is a number."""
    numbers = {number for actor in actors if (number := actor.removeprefix(f"{PERSON} ")).isdigit()}
    people = User.objects.filter(pk__in=map(int, numbers)).exclude(name="")
    return {f"{PERSON} {pk}": name for pk, name in people.values_list("pk", "name")}


def _day(day: Any, *, days: int = 0) -> datetime | None:
    return datetime.combine(day, time(), UTC) + timedelta(days=days) if day else None
