"""What may be decided about a letter, a submitted text or reports, and the form of each verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.moderation.models import Decision, Subject
from letters.moderation.reasons import Reason, reasons_for
from letters.moderation.wishes import Wish
from letters.writing.drafts import Submission
from letters.writing.models import Letter

Verdict = Decision.Verdict
Kind = Submission.Kind
Outcome = Submission.Outcome

WORDS_AT_MOST = 4_000  # characters; what a team is told should be read to its end
NOTE_AT_MOST = 2_000
BIGGEST_ID = 2**63 - 1

READ_BY = {
    Verdict.TAKE_DOWN: _("What the public reads"),
    **dict.fromkeys((Verdict.STRIKE, Verdict.HIDE_NAME, Verdict.CLEAR_REASON), _("What its signer reads")),
}
TOLD_TO_NOBODY = (
    Verdict.KEEP,
    Verdict.RELEASE,
    Verdict.REFUSE,
    Verdict.RESTORE,
    Verdict.SHOW_NAME,
    Verdict.APPROVE_REASON,
)
SENDS_BACK = (Verdict.APPROVE, Verdict.ASK_CHANGES, Verdict.REJECT)


@dataclass(frozen=True)
class Button:
    """What a verdict is called, its key, and what happens then."""

    words: str | Promise
    key: str
    promise: str | Promise


APPEAL_SUCCEEDS = Button(_("Let the appeal succeed"), "a", _("The decision falls: the letter is public."))
REOPEN = Button(_("Put it back into the queue"), "b", _("It waits again, and the team hears of it."))
BUTTONS: Mapping[tuple[str, str], Button] = {
    (Subject.SUBMISSION, Verdict.APPROVE): Button(
        _("Approve"), "a", _("It is published, at once or on its date. That can't be undone; it can be taken down.")
    ),
    (Subject.SUBMISSION, Verdict.ASK_CHANGES): Button(
        _("Ask for changes"), "c", _("The team can change it and hand it in again.")
    ),
    (Subject.SUBMISSION, Verdict.REJECT): Button(_("Reject"), "r", _("The team can appeal once.")),
    (Subject.SUBMISSION, Verdict.UPHOLD): Button(_("Turn the appeal down"), "r", _("The decision stands.")),
    (Subject.SUBMISSION, Verdict.TAKE_DOWN): Button(
        _("Take down"), "t", _("The letter is gone within a second; at its address stands the reason.")
    ),
    (Subject.LETTER, Verdict.TAKE_DOWN): Button(
        _("Take down"), "t", _("The letter is gone within a second; at its address stands the reason.")
    ),
    (Subject.LETTER, Verdict.BRING_BACK): Button(
        _("Bring back"), "b", _("The letter stands at its address again, with its signatures.")
    ),
    (Subject.CASE, Verdict.KEEP): Button(
        _("Keep the letter"), "a", _("All its reports are answered, and nothing changes.")
    ),
    (Subject.CASE, Verdict.TAKE_DOWN): Button(
        _("Take down"), "t", _("The letter is gone within a second; at its address stands the reason.")
    ),
}
SEND = Button(_("Approve"), "a", _("It goes out, at once or at its time. Once it is on its way, that can’t be undone."))
STOP = Button(
    _("Stop it"), "r", _("What is not yet out stays here, and it is taken off the letter’s page. That can’t be undone.")
)
FINE = Button(_("It is fine"), "a", _("It stays as it is, and leaves the queue."))


class ReasonSelect(forms.Select):
    """Each reason carries its public wording, so that a script can set it into the field below."""

    def __init__(self, reasons: tuple[Reason, ...], language: str) -> None:
        super().__init__()
        self.words = {reason.code: reason.words_in(language) for reason in reasons}

    def create_option(self, name: str, value: Any, *rest: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *rest, **options)
        if value in self.words:
            option["attrs"]["data-words"] = self.words[value]
        return option


class DecisionForm(forms.Form):
    """One verdict: its reason where it needs one, words for whoever it concerns, and a note for moderators."""

    use_required_attribute = False

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=BIGGEST_ID, required=False, widget=forms.HiddenInput)
    words = forms.CharField(max_length=WORDS_AT_MOST, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(
        label=_("Note for moderators"),
        max_length=NOTE_AT_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("verdict", "seen", "reason", "words", "note")

    def __init__(self, data: Any = None, *, verdict: str, language: str, seen: int) -> None:
        super().__init__(data, auto_id=f"{verdict}_%s", initial={"verdict": verdict, "seen": seen})
        reasons = reasons_for(verdict)
        self.fields["words"].label = READ_BY.get(Verdict(verdict), _("What the team reads"))
        if verdict in TOLD_TO_NOBODY:
            del self.fields["words"]
        if reasons and "words" in self.fields:
            self.fields["words"].help_text = _("Left empty, it is the wording of the reason.")
        if reasons:
            self.fields["reason"] = forms.ChoiceField(
                label=_("For this reason"),
                choices=[("", _("Choose")), *((reason.code, reason.label) for reason in reasons)],
                widget=ReasonSelect(reasons, language),
                error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
            )
        self.order_fields(self.field_order)

    def wish(self, kind: Subject, subject_id: int) -> Wish:
        said = self.cleaned_data
        return Wish(
            kind,
            subject_id,
            Verdict(said["verdict"]),
            reason=said.get("reason", ""),
            words=said.get("words", "").strip(),
            note=said["note"].strip(),
            seen=said["seen"] or 0,
        )


@dataclass(frozen=True)
class Choice:
    """A verdict that may be taken now, with its form."""

    verdict: str
    button: Button
    form: DecisionForm
    is_open: bool


def choices_on_submission(submission: Submission) -> list[tuple[str, Button]]:
    """What fits a submission as it stands; one that was sent back can be put into the queue again."""
    if submission.decided_at is not None:
        sent_back = submission.outcome in (Outcome.REJECTED, Outcome.CHANGES_ASKED)
        return [(Verdict.BRING_BACK, REOPEN)] if sent_back and submission.kind != Kind.APPEAL else []
    if submission.kind == Kind.APPEAL:
        return [(Verdict.BRING_BACK, APPEAL_SUCCEEDS), _choice(Subject.SUBMISSION, Verdict.UPHOLD)]
    if submission.kind == Kind.AFTERWARDS and submission.letter.published_at is not None:
        return [(Verdict.APPROVE, FINE), _choice(Subject.SUBMISSION, Verdict.TAKE_DOWN)]
    if submission.kind == Kind.UPDATE_AFTER:
        return [(Verdict.APPROVE, FINE), (Verdict.REJECT, STOP)]
    sends_back = [_choice(Subject.SUBMISSION, verdict) for verdict in SENDS_BACK]
    return [(Verdict.APPROVE, SEND), *sends_back[1:]] if submission.kind == Kind.UPDATE else sends_back


def choices_on_letter(letter: Letter) -> list[tuple[str, Button]]:
    if letter.is_public:
        return [_choice(Subject.LETTER, Verdict.TAKE_DOWN)]
    return [_choice(Subject.LETTER, Verdict.BRING_BACK)] if letter.state == Letter.State.TAKEN_DOWN else []


def choices_on_case(is_open: bool) -> list[tuple[str, Button]]:
    return [_choice(Subject.CASE, verdict) for verdict in (Verdict.KEEP, Verdict.TAKE_DOWN)] if is_open else []


def with_forms(
    choices: list[tuple[str, Button]], *, language: str, seen: int, sent: DecisionForm | None = None
) -> list[Choice]:
    """Each verdict with an empty form, but for the one that comes back filled; that one is shown even if it no longer
    fits, so that nothing typed is lost."""
    found = [
        Choice(verdict, button, _form(verdict, language, seen, sent), is_open=_is_sent(verdict, sent))
        for verdict, button in choices
    ]
    if sent is not None and not any(choice.is_open for choice in found):
        verdict = str(sent["verdict"].value())
        found.append(Choice(verdict, Button(_("What you wrote"), "", ""), sent, is_open=True))
    return found


def _form(verdict: str, language: str, seen: int, sent: DecisionForm | None) -> DecisionForm:
    if sent is not None and _is_sent(verdict, sent):
        return sent
    return DecisionForm(verdict=verdict, language=language, seen=seen)


def _is_sent(verdict: str, sent: DecisionForm | None) -> bool:
    return sent is not None and sent["verdict"].value() == verdict


def sent_form(data: Mapping[str, str], *, language: str) -> DecisionForm:
    """The form that somebody sent, whatever its verdict: one that does not exist is refused by the kernel."""
    verdict = data.get("verdict", "")
    return DecisionForm(data, verdict=verdict if verdict in Verdict.values else Verdict.KEEP, language=language, seen=0)


def _choice(kind: str, verdict: str) -> tuple[str, Button]:
    return verdict, BUTTONS[kind, verdict]
