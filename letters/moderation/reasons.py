"""Why moderators decide as they do: each reason with its code, its name at the desk, and its public wording."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.moderation.models import Decision
from letters.signing.rules import StrikeReason

Verdict = Decision.Verdict


@dataclass(frozen=True)
class Reason:
    code: str
    label: str | Promise  # to choose from
    words: str | Promise  # what whoever it concerns reads, unless the moderator writes something better

    def words_in(self, language: str) -> str:
        with translation.override(language):
            return str(self.words)


ATTACK = Reason(
    "attack",
    _("personal attack"),
    _("The text attacks a person instead of what they do. Criticism of work and decisions is welcome here."),
)
HATE = Reason(
    "hate",
    _("hate against a group"),
    _("The text turns against people for what they are: their origin, faith, sex, age, disability or love."),
)
PRIVATE_DATA = Reason(
    "private_data",
    _("private data of somebody"),
    _("The text holds private data of somebody, such as a home address, a phone number or something about health."),
)
UNLAWFUL = Reason("unlawful", _("unlawful"), _("The law that applies to this site does not allow this text."))
SPAM = Reason("spam", _("spam or advertising"), _("The text advertises something instead of asking for something."))
NO_LETTER = Reason(
    "no_letter",
    _("not an open letter"),
    _("An open letter says to somebody what should change. This text does not, so nobody could sign it."),
)
ADDRESSEE = Reason(
    "addressee",
    _("unclear addressee"),
    _("It is not clear whom the letter is written to. Name a person, an office or an organization."),
)
DUPLICATE = Reason(
    "duplicate",
    _("a letter like it exists"),
    _("Another letter asks the same people for the same thing. Signatures count for more under one letter."),
)
MISLEADING = Reason(
    "misleading",
    _("misleading"),
    _("The text states as a fact something that is not true or cannot be checked, and that signers would rely on."),
)
UNREADABLE = Reason(
    "unreadable",
    _("hard to read"),
    _("Readers would not understand the text as it stands: something seems to be missing or out of order."),
)
IMPERSONATION = Reason(
    "impersonation",
    _("written in somebody else's name"),
    _("The letter speaks in the name of somebody who has not agreed to it."),
)
ORDER = Reason("order", _("order of a court or an authority"), _("A court or an authority has ordered this."))

_ALWAYS = (ATTACK, HATE, PRIVATE_DATA, UNLAWFUL, SPAM, MISLEADING, IMPERSONATION)

# The same words that the public log has for it.
_STRIKES = tuple(Reason(reason.value, reason.label, reason.label) for reason in StrikeReason)

REASONS: Mapping[str, tuple[Reason, ...]] = {
    Verdict.ASK_CHANGES: (ADDRESSEE, UNREADABLE, NO_LETTER, *_ALWAYS),
    Verdict.REJECT: (*_ALWAYS, NO_LETTER, ADDRESSEE, DUPLICATE),
    Verdict.TAKE_DOWN: (*_ALWAYS, ORDER),
    Verdict.UPHOLD: (
        Reason("stands", _("the decision was right"), _("Another moderator has read everything anew and agrees.")),
    ),
    Verdict.STRIKE: _STRIKES,
    Verdict.REFUSE: _STRIKES,
    Verdict.HIDE_NAME: (
        Reason("no_name", _("not a name"), _("What stood there is not a name; the signature counts without it.")),
        Reason("insult", _("an insult"), _("What stood there insults somebody; the signature counts without it.")),
        Reason("private_data", _("private data of somebody"), _("What stood there is private data of somebody.")),
        Reason("not_theirs", _("somebody else's name"), _("What stood there is the name of somebody else.")),
    ),
    Verdict.CLEAR_REASON: (
        Reason("insult", _("an insult"), _("The words beside the name insulted somebody.")),
        Reason("spam", _("spam or advertising"), _("The words beside the name advertised something.")),
        Reason("private_data", _("private data of somebody"), _("The words beside the name held private data.")),
    ),
}

# What readers may choose from when they report something, and how the desk calls it.
NOT_ME = "not_me"
COMPLAINTS: Mapping[str, str | Promise] = {
    "abuse": _("It attacks or insults somebody"),
    "private_data": _("It shows private data of somebody"),
    NOT_ME: _("Somebody signed with my name"),
    "unlawful": _("It is against the law"),
    "spam": _("It is spam or advertising"),
    "other": _("Something else"),
}


def reasons_for(verdict: str) -> tuple[Reason, ...]:
    """What a verdict may be given for; one without any needs none."""
    return REASONS.get(verdict, ())


def words_for(verdict: str, code: str, own: str, *, language: str) -> str:
    """What whoever a decision concerns reads: the moderator's own words, or else those of the reason."""
    reason = reason_of(verdict, code)
    return own or (reason.words_in(language) if reason else "")


def reason_of(verdict: str, code: str) -> Reason | None:
    return next((reason for reason in reasons_for(verdict) if reason.code == code), None)
