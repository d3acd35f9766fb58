"""Entries of the log, line by line, in words for people."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.ledger.entries import Entry, target_of
from letters.ledger.facts import Reason, Strike

HAPPENED: dict[str, Promise] = {
    "text": _("A text was published"),
    "translation": _("A translation was published"),
    "sign": _("Somebody signed"),
    "edit": _("A signer changed how they are shown"),
    "withdraw": _("A signer took the signature back"),
    "strike": _("A signature was taken out"),
    "restore": _("A signature was put back"),
}
FATES: dict[str, Promise] = {
    "withdraw": _("This signature was withdrawn by its signer, and no longer counts"),
    "strike": _("This signature was taken out, and no longer counts"),
    "restore": _("This signature was taken out and later put back, and counts"),
}
REASONS: dict[str, Promise] = {
    Reason.REQUEST: _("its owner asked for it"),
    Reason.DUPLICATE: _("the same person had signed twice"),
    Reason.BOUNCE: _("its mailbox is dead"),
    Reason.FRAUD: _("fraud, not signed by the person it names"),
    Reason.LAW: _("the law demands it"),
    Reason.TERMS: _("it broke our terms"),
}
MEANINGS: dict[str, Promise] = {
    "open-letter/v1": _("The format, and what happened."),
    "version": _("Which version of the letter; they count up from 1."),
    "lang": _("The language of the translation."),
    "sha256": _("The SHA-256 hash of the text, from its first line to its last."),
    "text": _("The hash of the text that was signed: it stands in the newest text entry before this one."),
    "of": _("The entry of the signature that this is about."),
    "ctl": _(
        "The control token of the signature, shown for the first and last time. Only its owner, acting here, or "
        "whoever runs the site can have it; the owner is told of its use by mail."
    ),
    "rest": _("The two other parts of what was committed to. With the token they give the commitment again."),
    "commit": _(
        "A commitment to what is shown of the signer, to the address and to the control token. It binds all three "
        "and shows none."
    ),
    "tally": _("How many had signed, withdrawn and been taken out by then, this entry included."),
}
CARDS: dict[str, Promise] = {
    "public": _("The signer is shown, by name or by initials."),
    "private": _("The signer is counted and not shown; no name can be guessed from this entry."),
}


@dataclass(frozen=True)
class Line:
    text: str
    meaning: str | Promise
    target: int | None = None  # the entry it points at


def explain(body: str, entry: Entry) -> list[Line]:
    return [_explained(line, entry) for line in body.splitlines()]


def hour(entry: Entry) -> datetime:
    return datetime.fromtimestamp(entry.time, UTC)


def reason(entry: Entry) -> Promise | None:
    """Why a signature was taken out, where that is what an entry says."""
    return REASONS[entry.fact.reason] if isinstance(entry.fact, Strike) else None


def _explained(line: str, entry: Entry) -> Line:
    key, _space, value = line.partition(" ")
    if key == "of":
        return Line(line, MEANINGS[key], target_of(entry.fact))
    if key == "time":
        return Line(line, _the_hour(entry))
    if key == "card":
        return Line(line, CARDS[value])
    return Line(line, REASONS[value] if key == "reason" else MEANINGS[key])


def _the_hour(entry: Entry) -> str:
    told = _("%(hour)s UTC, in seconds since 1970. Only the full hour is written down.")
    return str(told) % {"hour": f"{hour(entry):%Y-%m-%d %H:00}"}
