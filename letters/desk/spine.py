"""The queues of letters and of reports: what narrows them, how their lines read, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from letters.moderation.models import Case, Claim, Subject
from letters.moderation.queries import CaseQuerySet
from letters.moderation.rules import SERVICE_TIME
from letters.moderation.waiting import cases_for, submissions_for
from letters.moderation.wishes import Deed
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from letters.writing.queries import SubmissionQuerySet
from petition.lib.languages import known, native_name

Row = TypeVar("Row", bound=models.Model)

LETTERS_OLDEST_FIRST = ("at", "id")
REPORTS_OLDEST_FIRST = ("opened_at", "id")
ON_THE_SPINE = 10
BEFORE_ON_THE_SPINE = 3

# What each is called, and where it stands.
QUEUES = {
    "letters": (_("Letters handed in"), "desk:letters"),
    "signatures": (_("Signatures held or reported"), "desk:signatures"),
    "reports": (_("Reports on letters"), "desk:reports"),
}
KINDS = {
    Submission.Kind.FIRST: _("new letter"),
    Submission.Kind.AMENDMENT: _("amendment"),
    Submission.Kind.TRANSLATION: _("translation"),
    Submission.Kind.AFTERWARDS: _("published by a trusted team"),
    Submission.Kind.APPEAL: _("appeal"),
    Submission.Kind.UPDATE: _("update to signers"),
    Submission.Kind.UPDATE_AFTER: _("update of a trusted team"),
}


class QueueForm(forms.Form):
    """What narrows a queue; nonsense narrows it to nothing, with a message at its field."""

    language = forms.ChoiceField(
        label=_("Language"), choices=(("", _("Any")), *((code, native_name(code)) for code in known())), required=False
    )
    letter = forms.SlugField(
        label=_("Letter"),
        max_length=80,
        required=False,
        error_messages={"invalid": _("Write the letter's name as it stands in its address.")},
    )

    def clean_letter(self) -> int | None:
        """The id, since the index of the queue knows no names."""
        slug = self.cleaned_data["letter"]
        found = Letter.objects.filter(slug=slug).values_list("pk", flat=True).first() if slug else None
        if slug and found is None:
            raise ValidationError(_("No letter has this name."))
        return found

    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def asked(self) -> dict[str, str]:
        """What the addresses of other pages of this queue repeat."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class LettersForm(QueueForm):
    kind = forms.ChoiceField(label=_("What"), choices=(("", _("Anything")), *KINDS.items()), required=False)
    field_order = ("kind", "language", "letter")

    def found(self, deed: Deed) -> SubmissionQuerySet:
        if not self.is_valid():
            return Submission.objects.none()
        return submissions_for(deed.person).filter(**self.wanted())


class ReportsForm(QueueForm):
    def found(self, deed: Deed) -> CaseQuerySet:
        return cases_for(deed.person).filter(**self.wanted()) if self.is_valid() else Case.objects.none()


@dataclass(frozen=True)
class Line:
    """An item that waits, as the queue shows it."""

    pk: int
    title: str
    language: str
    what: str
    since: datetime
    is_late: bool
    had_by: str  # another moderator who has it open


def letter_lines(submissions: Iterable[Submission], deed: Deed) -> list[Line]:
    found = list(submissions)
    had = had_by_others(Subject.SUBMISSION, [row.pk for row in found], deed)
    return [
        _line(row.pk, row.title, row.language, str(KINDS[Submission.Kind(row.kind)]), row.at, had, deed)
        for row in found
    ]


def report_lines(cases: Iterable[Case], deed: Deed) -> list[Line]:
    found = list(cases)
    had = had_by_others(Subject.CASE, [case.pk for case in found], deed)
    return [
        _line(case.pk, case.letter.title, case.language, _reports(case), case.opened_at, had, deed) for case in found
    ]


def _reports(case: Case) -> str:
    return ngettext("%(number)d report", "%(number)d reports", case.reports) % {"number": case.reports}


def around(queue: QuerySet[Row], row: Row, since: str) -> list[Row]:
    """The queue from a little before where this row stands, or stood before it was decided."""
    place = getattr(row, since)
    earlier = queue.filter(**{f"{since}__lt": place}).reverse()[:BEFORE_ON_THE_SPINE]
    return [*reversed(earlier), *queue.filter(**{f"{since}__gte": place})[:ON_THE_SPINE]]


def following(rows: Sequence[Row], current: int) -> Row | None:
    """The next row of the spine after the one that is open."""
    keys = [row.pk for row in rows]
    place = keys.index(current) + 1 if current in keys else 0
    return next((row for row in rows[place:] if row.pk != current), None)


def _line(pk: int, title: str, language: str, what: str, since: datetime, had: dict[int, str], deed: Deed) -> Line:
    return Line(pk, title, language, what, since, deed.at - since > SERVICE_TIME, had.get(pk, ""))


def had_by_others(kind: Subject, ids: list[int], deed: Deed) -> dict[int, str]:
    claims = Claim.objects.filter(kind=kind, subject_id__in=ids, until__gt=deed.at).exclude(by=deed.person)
    return {claim.subject_id: str(claim.by) for claim in claims.select_related("by")}
