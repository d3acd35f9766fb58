"""The queue of signatures: what narrows it, and how its lines read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.moderation.models import Case, Claim, Subject
from letters.moderation.rules import SERVICE_TIME
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.writing.models import Letter
from petition.lib.languages import known, native_name

State = Signature.State

# The guard's rules as moderators read them; a signature held by no rule waits because a moderator said so.
RULES = {
    "network": _("many from one network"),
    "wide-network": _("many from neighbouring networks"),
    "letter": _("a rush under this letter"),
    "address": _("many tries with one address"),
    "disposable": _("a disposable mailbox"),
    "trap": _("a field that people do not see was filled"),
    "blocked-domain": _("a blocked domain"),
    "blocked-address": _("a blocked address"),
    "": _("a moderator's wish"),
}
HOLDING = ("network", "wide-network", "letter", "address", "disposable", "")
REPORTED, REASON, HELD = "reported", "reason", "held"
WHYS = (
    ("", _("Anything")),
    *((f"{HELD}-{rule}", RULES[rule]) for rule in HOLDING),
    (REPORTED, _("reported")),
    (REASON, _("words with a web address")),
)


class QueueForm(forms.Form):
    """What narrows the queue; nonsense narrows it to nothing, with a message at its field."""

    why = forms.ChoiceField(label=_("Why it waits"), choices=WHYS, required=False)
    letter = forms.SlugField(
        label=_("Letter"),
        max_length=80,
        required=False,
        error_messages={"invalid": _("Write the letter's name as it stands in its address.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=(("", _("Any")), *((code, native_name(code)) for code in known())), required=False
    )

    def clean_letter(self) -> int | None:
        """The id, since the index of the queue knows no names."""
        slug = self.cleaned_data["letter"]
        found = Letter.objects.filter(slug=slug).values_list("pk", flat=True).first() if slug else None
        if slug and found is None:
            raise ValidationError(_("No letter has this name."))
        return found

    def found(self) -> SignatureQuerySet:
        if not self.is_valid():
            return Signature.objects.none()
        asked = self.cleaned_data
        waiting = Signature.objects.awaiting_a_look()
        waiting = waiting.filter(letter=asked["letter"]) if asked["letter"] else waiting
        waiting = waiting.filter(language=asked["language"]) if asked["language"] else waiting
        return _for(waiting, asked["why"])

    def asked(self) -> dict[str, str]:
        """What the addresses of other pages of this queue repeat."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


def _for(waiting: SignatureQuerySet, why: str) -> SignatureQuerySet:
    if why == REPORTED:
        return waiting.reported()
    if why == REASON:
        return waiting.with_doubted_reasons()
    return waiting.held_by(why.removeprefix(f"{HELD}-")) if why else waiting


@dataclass(frozen=True)
class Line:
    """A signature that waits, as the queue shows it."""

    signature: Signature
    whys: list[str]
    reports: int
    had_by: str  # another moderator who has it open
    is_late: bool


def lines(signatures: Iterable[Signature], *, person_id: int, at: datetime) -> list[Line]:
    found = list(signatures)
    reports, claims = _reports_on(found), _had_by_others(found, person_id, at)
    return [
        Line(
            signature,
            whys_of(signature),
            reports.get(signature.pk, 0),
            claims.get(signature.pk, ""),
            is_late=bool(signature.awaits_since and signature.awaits_since < at - SERVICE_TIME),
        )
        for signature in found
    ]


def whys_of(signature: Signature) -> list[str]:
    """Everything it waits for, which may be several things."""
    whys = [str(RULES.get(signature.rule, signature.rule))] if signature.state in (State.HELD, State.REFUSED) else []
    whys += [str(_("reported"))] if signature.reported_at else []
    doubted = signature.reason_awaits and signature.state == State.CONFIRMED
    return whys + ([str(_("words with a web address"))] if doubted else [])


def _reports_on(signatures: list[Signature]) -> dict[int, int]:
    open_cases = Case.objects.awaiting().filter(signature__in=signatures)
    return dict(open_cases.values_list("signature_id", "reports"))


def _had_by_others(signatures: list[Signature], person_id: int, at: datetime) -> dict[int, str]:
    ids = [signature.pk for signature in signatures]
    claims = Claim.objects.filter(kind=Subject.SIGNATURE, subject_id__in=ids, until__gt=at).exclude(by=person_id)
    return {claim.subject_id: str(claim.by) for claim in claims.select_related("by")}


def way(asked: dict[str, str], cursor: str | None) -> str:
    return "?" + urlencode(asked | {"after": cursor}) if cursor else ""
