"""Deciding about many signatures at once: what was chosen, and exactly what it would change."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.desk.promises import promise, promised
from letters.desk.queue import STATES, SignaturesForm
from letters.desk.signatures import BUTTONS, fits
from letters.desk.spine import had_by_others
from letters.desk.verdicts import BIGGEST_ID, NOTE_AT_MOST
from letters.moderation.actions.together import AT_MOST
from letters.moderation.models import Decision, Subject
from letters.moderation.reasons import reason_of, reasons_for
from letters.moderation.wishes import Deed, Wish
from letters.signing.models import Signature
from letters.signing.queries import count_of
from letters.writing.models import Letter
from petition.lib.numbers import number_in

State = Signature.State
Verdict = Decision.Verdict

TOGETHER = tuple(verdict for verdict in BUTTONS if verdict not in (Verdict.RESTORE, Verdict.SHOW_NAME))


def _choices() -> list[Any]:
    """Each verdict, and under it each reason that it may have."""
    plain = [(str(verdict), BUTTONS[verdict].words) for verdict in TOGETHER if not reasons_for(verdict)]
    groups = [
        (BUTTONS[verdict].words, [(f"{verdict} {reason.code}", reason.label) for reason in reasons_for(verdict)])
        for verdict in TOGETHER
        if reasons_for(verdict)
    ]
    return [("", _("Choose")), *plain, *groups]


class BulkForm(forms.Form):
    use_required_attribute = False

    what = forms.ChoiceField(
        label=_("Do this with them"), choices=_choices, error_messages={"required": _("Choose what to do.")}
    )
    which = forms.ChoiceField(
        label=_("With which?"),
        choices=(("picked", _("Those I ticked")), ("all", _("All that match"))),
        initial="picked",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note for moderators"), max_length=NOTE_AT_MOST, required=False)

    def picked(self) -> set[int]:
        numbers = self.data.getlist("pick") if self.is_bound else []  # type: ignore[attr-defined]
        return {number for text in numbers if (number := number_in(text)) is not None}

    def chosen(self, queue: SignaturesForm, deed: Deed) -> list[Signature]:
        """What was ticked, or the longest waiting of all that match."""
        rows = Signature.objects.select_related("letter").filter(pk__in=self.picked())
        if self.cleaned_data["which"] == "all":
            rows = queue.found(deed).select_related("letter")
        return list(rows.longest_waiting_first()[:AT_MOST])

    def wish(self) -> Wish:
        verdict, _space, reason = self.cleaned_data["what"].partition(" ")
        return Wish(Subject.SIGNATURE, 0, Verdict(verdict), reason, note=self.cleaned_data["note"].strip())


@dataclass(frozen=True)
class Move:
    """How the count of a letter moves."""

    letter: Letter
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """Exactly what would change, and what is left out."""

    token: str
    words: str | Promise
    why: str
    states: list[tuple[str | Promise, int]]
    moves: list[Move]
    number: int
    own: int  # of a team the moderator is in
    had_by_others: int
    unfit: int  # in a state that this verdict does not fit


def preview(wish: Wish, chosen: Iterable[Signature], deed: Deed) -> Preview:
    rows, teams = list(chosen), set(deed.person.memberships.values_list("team_id", flat=True))
    others = [row for row in rows if row.letter.team_id not in teams]
    had = had_by_others(Subject.SIGNATURE, [row.pk for row in others], deed)
    free = [row for row in others if row.pk not in had]
    fitting = [row for row in free if fits(wish.verdict, row)]
    reason = reason_of(wish.verdict, wish.reason)
    states = Counter(row.state for row in fitting)
    return Preview(
        _token(wish, fitting, deed),
        BUTTONS[wish.verdict].words,
        str(reason.label) if reason else "",
        [(STATES[state], number) for state, number in sorted(states.items())],
        _moves(wish.verdict, fitting),
        len(fitting),
        len(rows) - len(others),
        len(others) - len(free),
        len(free) - len(fitting),
    )


def _moves(verdict: str, rows: list[Signature]) -> list[Move]:
    steps: Counter[int] = Counter()
    for row in rows:
        steps[row.letter_id] += _step(verdict, row)
    letters = {row.letter_id: row.letter for row in rows}
    before = {number: count_of(number) for number in letters}
    return [Move(letters[number], before[number], before[number] + step) for number, step in steps.items()]


def _step(verdict: str, signature: Signature) -> int:
    if verdict == Verdict.STRIKE:
        return -1 if signature.state == State.CONFIRMED else 0
    stands = signature.confirmed_at is not None and signature.version_id == signature.letter.current_id
    return 1 if verdict == Verdict.RELEASE and stands else 0


def _token(wish: Wish, rows: list[Signature], deed: Deed) -> str:
    decisions = Decision.objects.filter(kind=Subject.SIGNATURE, subject_id__in=[row.pk for row in rows])
    seen: dict[int, int] = dict(decisions.values_list("subject_id").annotate(newest=Max("pk")))
    said = {
        "bulk": secrets.randbelow(BIGGEST_ID // 2) + 1,
        "verdict": str(wish.verdict),
        "reason": wish.reason,
        "note": wish.note,
        "seen": [(row.pk, seen.get(row.pk, 0)) for row in rows],
    }
    return promise("bulk", said, deed)


@dataclass(frozen=True)
class Bulk:
    number: int
    wish: Wish
    seen: Mapping[int, int]


def opened(token: str, deed: Deed) -> Bulk | None:
    """What a preview promised, if it was this moderator's and is not too old."""
    said = promised("bulk", token, deed)
    if said is None:
        return None
    wish = Wish(Subject.SIGNATURE, 0, Verdict(said["verdict"]), said["reason"], note=said["note"])
    return Bulk(said["bulk"], wish, dict(said["seen"]))
