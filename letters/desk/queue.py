"""The queue of signatures: what narrows it, and how its lines read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.desk.spine import QueueForm, had_by_others
from letters.moderation.models import Case, Subject
from letters.moderation.rules import SERVICE_TIME
from letters.moderation.waiting import signatures_for
from letters.moderation.wishes import Deed
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.signing.showing import chosen_name

State = Signature.State

# The guard's rules as moderators read them; a signature held by no rule waits because a moderator said so.
RULES = {
    "network": _("many from one network"),
    "denied": _("others from its network used foreign addresses"),
    "wide-network": _("many from neighbouring networks"),
    "letter": _("a rush under this letter"),
    "address": _("many tries with one address"),
    "disposable": _("a disposable mailbox"),
    "trap": _("a field that people do not see was filled"),
    "blocked-domain": _("a blocked domain"),
    "blocked-address": _("a blocked address"),
    "": _("a moderator's wish"),
}
STATES: Mapping[str, str | Promise] = {
    State.PENDING: _("not confirmed yet"),
    State.CONFIRMED: _("counted"),
    State.HELD: _("held, not counted"),
    State.REFUSED: _("refused, not counted"),
    State.WITHDRAWN: _("withdrawn by its signer"),
    State.STRUCK: _("struck"),
}
HOLDING = ("network", "wide-network", "denied", "letter", "address", "disposable", "")
REPORTED, REASON, HELD = "reported", "reason", "held"
WHYS = (
    ("", _("Anything")),
    *((f"{HELD}-{rule}", RULES[rule]) for rule in HOLDING),
    (REPORTED, _("reported")),
    (REASON, _("words with a web address")),
)


class SignaturesForm(QueueForm):
    """What narrows the queue of signatures; nonsense narrows it to nothing, with a message at its field."""

    why = forms.ChoiceField(label=_("Why it waits"), choices=WHYS, required=False)
    field_order = ("why", "language", "letter")

    def found(self, deed: Deed) -> SignatureQuerySet:
        if not self.is_valid():
            return Signature.objects.none()
        wanted = self.wanted()
        why = wanted.pop("why", "")
        return _for(signatures_for(deed.person).filter(**wanted), why)


def _for(waiting: SignatureQuerySet, why: str) -> SignatureQuerySet:
    if why == REPORTED:
        return waiting.reported()
    if why == REASON:
        return waiting.with_doubted_reasons()
    return waiting.held_by(why.removeprefix(f"{HELD}-")) if why else waiting


@dataclass(frozen=True)
class Line:
    """A signature that waits, as the queue and its spine show it."""

    signature: Signature
    whys: list[str]
    reports: int
    had_by: str  # another moderator who has it open
    is_late: bool

    @property
    def pk(self) -> int:
        return self.signature.pk

    @property
    def title(self) -> str:
        """The name as its signer lets others read it."""
        return chosen_name(self.signature) or str(_("A name that is not shown"))

    @property
    def language(self) -> str:
        return self.signature.language

    @property
    def since(self) -> datetime | None:
        since: datetime | None = self.signature.awaits_since
        return since


def lines(signatures: Iterable[Signature], deed: Deed) -> list[Line]:
    found = list(signatures)
    reports, had = _reports_on(found), had_by_others(Subject.SIGNATURE, [row.pk for row in found], deed)
    return [
        Line(row, whys_of(row), reports.get(row.pk, 0), had.get(row.pk, ""), is_late=_is_late(row, deed.at))
        for row in found
    ]


def _is_late(signature: Signature, at: datetime) -> bool:
    return signature.awaits_since is not None and at - signature.awaits_since > SERVICE_TIME


def whys_of(signature: Signature) -> list[str]:
    """Everything it waits for, which may be several things."""
    whys = [str(RULES.get(signature.rule, signature.rule))] if signature.state in (State.HELD, State.REFUSED) else []
    whys += [str(_("reported"))] if signature.reported_at else []
    doubted = signature.reason_awaits and signature.state == State.CONFIRMED
    return whys + ([str(_("words with a web address"))] if doubted else [])


def _reports_on(signatures: list[Signature]) -> dict[int, int]:
    open_cases = Case.objects.awaiting().filter(signature__in=signatures)
    return dict(open_cases.values_list("signature_id", "reports"))
