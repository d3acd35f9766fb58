"""The next version of a letter that is public."""

from datetime import datetime

from django.utils import timezone

from letters.ledger.actions import turn
from letters.writing import rules
from letters.writing.actions.steps import Typed, Written, freeze, hold, says_the_same
from letters.writing.models import Letter, Version
from petition.audit.actions import record
from petition.lib.refusal import Refused


def amend(
    letter: Letter,
    *,
    body: str,
    note: str,
    by: str,
    title: str | None = None,
    to: str | None = None,
    at: datetime | None = None,
) -> Version:
    """Publish the next version; what is left out stays as it is."""
    current = letter.current
    kept = Typed(title or (current.title if current else ""), to or (current.to if current else ""), body, note)
    return amend_by(letter, kept, by=by, at=at or timezone.now())


def amend_by(letter: Letter, text: Written, *, by: str, at: datetime) -> Version:
    """Publish a text as the next version; the one that stands already makes none, so a double click does no harm."""
    with turn() as its:
        hold(letter)
        current = letter.current
        if current is None or letter.log_id is None or not rules.may_amend(letter, at):
            raise Refused(rules.why_not_open(letter))
        if says_the_same(text, current):
            return current
        version = freeze(letter, text, number=current.number + 1, at=at)
        letter.current = version
        letter.save(update_fields=("current",))
        its.text(letter.log_id, number=version.number, sha256=version.sha256, at=at)
        record("writing.amend", letter, by=by, changes={"version": version.number, "hash": version.content_hash}, at=at)
    return version
