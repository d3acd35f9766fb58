"""The steps that several verbs of updates share; each stands inside its caller's transaction.

Whoever changes an update locks in this order: its letter's submissions, the letter, the update.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from letters.updates import rules
from letters.updates.models import Update
from letters.writing.actions.handing import held as held_letter
from letters.writing.drafts import Submission
from petition.audit.actions import record
from petition.lib.refusal import Refused
from petition.outbox import mailings


def held(update_id: int) -> Update:
    """An update and its letter, on which nobody else can act before this transaction ends."""
    known = Update.objects.filter(pk=update_id).only("letter", "submission").first()
    if known is None:
        raise Refused("not-found")
    own = Q(pk=known.submission_id) | Q(letter=known.letter_id, decided_at=None)
    list(Submission.objects.filter(own).order_by("pk").select_for_update(no_key=True))
    letter = held_letter(known.letter_id)
    rows = Update.objects.select_for_update(of=("self",), no_key=True).select_related("submission")
    update = rows.filter(pk=update_id).first()
    if update is None:
        raise Refused("not-found")
    update.letter = letter
    return update


def move(
    update: Update, state: str, *, by: str, verb: str, at: datetime, facts: Mapping[str, object] | None = None
) -> None:
    """Change its state, on record."""
    before, update.state = update.state, state
    if before != state and not rules.may_become(before, state):
        raise Refused("update-not-so", state=before)
    for name, value in (facts or {}).items():
        setattr(update, name, value)
    update.save(update_fields=("state", *(facts or ())))
    record(verb, update, by=by, changes={"letter": update.letter_id, "state": [before, state]}, at=at)


def stop_older(update: Update) -> None:
    """Send no more of what went out before, which newer words replace."""
    for mailing_id in update.sendings.on_their_way().exclude(mailing=None).values_list("mailing", flat=True):
        mailings.cancel(mailing_id)


def name_of(person: User) -> str:
    return f"user {person.pk}"
