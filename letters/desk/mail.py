"""The mail of the site as administrators see it: what waits, what comes back, and what they can do about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from petition.audit.actions import record
from petition.lib.refusal import Refused
from petition.outbox import actions, domains, gauges, pauses, refusing, tallies, troubles
from petition.outbox.models import Mailing, Pause, Suppression
from petition.outbox.reports import age

RETRY, DROP = "retry", "drop"
DEEDS = ((RETRY, _("Try again now")), (DROP, _("Never send")))
WHICH = (("failing", _("what failed and is tried again by itself")), ("given-up", _("what was given up")))
MOST_MAILINGS = MOST_DOMAINS = 100  # under way, or waiting, at once; more is nobody's day
SUPPRESSED = {
    Suppression.Sort.MISSING: _("The mailbox does not exist"),
    Suppression.Sort.FAILING: _("Mail came back on many days"),
    Suppression.Sort.COMPLAINT: _("Reported as unwanted"),
}


class MailForm(forms.Form):
    """One deed about some mails; without a kind it is about all of them, which is no way to drop any."""

    deed = forms.ChoiceField(choices=DEEDS)
    which = forms.ChoiceField(choices=WHICH)
    kind = forms.RegexField(r"\A[a-z_.]*\Z", max_length=48, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deed") == DROP and not cleaned.get("kind"):
            raise forms.ValidationError("nothing named", code="required")
        return cleaned

    def meant(self) -> dict[str, Any]:
        """What was asked for; a form of ours asks for nothing else."""
        if not self.is_valid():
            raise Refused("broken-request")
        return self.cleaned_data


@dataclass(frozen=True)
class KindOfMail:
    """A kind of mail: how much of it is owed, and how much went out lately."""

    kind: str
    owed: int
    is_more: bool  # which nobody has counted to the end
    in_a_minute: float
    in_an_hour: int


def board() -> dict[str, Any]:
    """Everything the page shows; nothing of it reads a whole table of messages."""
    kinds, waiting, pause = kinds_of_mail(), domains.waiting(), pauses.current()
    sorts = Suppression.objects.values_list("sort").annotate(Count("id")).order_by("sort")
    return {
        "pause": pause,
        "may_try": pause is not None and pause.until <= timezone.now(),
        "kinds": kinds,
        "owed": sum(one.owed for one in kinds),
        "in_a_minute": sum(one.in_a_minute for one in kinds),
        "in_an_hour": sum(one.in_an_hour for one in kinds),
        "oldest": age(timedelta(seconds=gauges.oldest_age())),
        "mailings": Mailing.objects.under_way().order_by("id")[:MOST_MAILINGS],
        "domains": waiting[:MOST_DOMAINS],
        "more_domains": len(waiting[MOST_DOMAINS:]),
        "refusing": refusing.most(),
        "failing": troubles.by_kind("failing"),
        "given_up": troubles.by_kind("given-up"),
        "suppressed": [(SUPPRESSED[Suppression.Sort(sort)], number) for sort, number in sorts],
    }


def kinds_of_mail() -> list[KindOfMail]:
    """Each kind of which anything is owed or went out within an hour."""
    one_by_one = gauges.singles()
    more = {row.kind for row in one_by_one if row.is_more}
    depth, sent = gauges.of_all_sorts(one_by_one), {row.kind: row for row in tallies.sent_lately()}
    nothing = tallies.Sent("", 0.0, 0)
    return [
        KindOfMail(kind, depth.get(kind, 0), kind in more, lately.in_a_minute, lately.in_an_hour)
        for kind in sorted(depth.keys() | sent.keys())
        for lately in [sent.get(kind, nothing)]
    ]


def sure(meant: dict[str, Any]) -> dict[str, Any]:
    """What a deed would do, before it is done."""
    number = troubles.number_of(meant["which"], meant["kind"])
    words = {"deed_words": dict(DEEDS)[meant["deed"]], "which_words": dict(WHICH)[meant["which"]]}
    return meant | words | {"number": number, "is_most": number >= troubles.COUNTED_AT_MOST}


@transaction.atomic
def do(meant: dict[str, Any], *, administrator: User) -> int:
    """Try some mails again, which lifts every pause, or drop them; nothing to do leaves no line of history."""
    deed, verb = meant["deed"], {RETRY: actions.retry, DROP: actions.drop}[meant["deed"]]
    lifts = deed == RETRY and (Pause.objects.exists() or bool(domains.waiting()))
    number = verb(troubles.messages(meant["which"], meant["kind"]))
    if number or lifts:
        changes = {"which": meant["which"], "kind": meant["kind"] or "all", "number": number}
        record(f"outbox.{deed}", administrator, by=f"user {administrator.pk}", changes=changes)
    return number
