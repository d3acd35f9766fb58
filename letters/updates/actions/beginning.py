"""When an update goes out: a sweep reads what the desk decided and what the clock shows."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from letters.updates import rules
from letters.updates.actions.steps import held, move, stop_older
from letters.updates.mail import UPDATE
from letters.updates.models import Sending, Update
from letters.updates.queries import UpdateQuerySet
from letters.writing.actions.handing import conclude
from letters.writing.drafts import Submission
from petition.audit.actions import CLOCK
from petition.lib.sweeping import sweep_each
from petition.outbox import leases
from petition.outbox.mailings import open_mailing

State = Update.State
Kind = Submission.Kind
Outcome = Submission.Outcome


def begin_due(*, at: datetime | None = None) -> int:
    """Bring every update to where the desk and the clock have it, and stop what was refused; how many that were."""
    at = at or timezone.now()
    updates = Update.objects
    found = {*_ids(updates.to_settle(at)), *_ids(updates.taken_up_again()), *_ids(updates.to_stop())}
    return sweep_each(sorted(found), partial(_bring, at=at), what="settle update")


def _ids(updates: UpdateQuerySet) -> Iterable[int]:
    return updates.values_list("pk", flat=True)


def _bring(update_id: int, *, at: datetime) -> int:
    return _settle(update_id, at=at) or _stop(update_id, at=at)


@transaction.atomic
def _settle(update_id: int, *, at: datetime) -> int:
    """The rows are looked at again under their locks: another worker, its team, or the desk may have been here."""
    update = held(update_id)
    wanted = _wanted(update, at)
    if wanted is None or wanted == update.state:
        return 0
    if wanted == State.SENDING:
        _begin(update, at)
    elif wanted != State.DRAFT and update.state == State.DRAFT and _has_changed(update):
        conclude(_submission(update), Outcome.TAKEN_BACK, at=at)
    else:
        move(update, wanted, by=CLOCK, verb="updates.settle", at=at)
    return 1


def _wanted(update: Update, at: datetime) -> str | None:
    """Where it belongs; nowhere else, once it has begun."""
    handed = update.submission
    if update.state not in (*rules.AT_REST, State.DRAFT):
        return None
    if handed is None or handed.outcome in (Outcome.CHANGES_ASKED, Outcome.REJECTED, Outcome.TAKEN_BACK):
        return State.DRAFT
    if handed.kind == Kind.UPDATE and handed.outcome == Outcome.OPEN:
        return State.SUBMITTED
    may_begin = update.letter.is_public and rules.is_due(update.send_at, at) and update.state != State.DRAFT
    return State.SENDING if may_begin and not _waits_for_workers(update, at) else State.SCHEDULED


def _waits_for_workers(update: Update, at: datetime) -> bool:
    """What a worker held when it was cancelled may go out still: who has nothing is known only after that."""
    if not update.to_the_rest:
        return False
    return update.sendings.filter(Q(ended_at=None) | Q(ended_at__gt=at - leases.longest())).exists()


def _begin(update: Update, at: datetime) -> None:
    before = update.newest_sending()
    sending = Sending(update=update, number=before.number + 1 if before else 1, by=update.by, at=at)
    for field in ("title", "body", "audience", "audience_value", "to_the_rest"):
        setattr(sending, field, getattr(update, field))
    sending.save(force_insert=True)
    sending.mailing = open_mailing(UPDATE, cause=sending.pk)
    sending.save(update_fields=["mailing"])
    handed = _submission(update)
    handed.begun_at = at
    handed.save(update_fields=["begun_at"])
    facts = {"published_at": update.published_at or at}
    move(update, State.SENDING, by=CLOCK, verb="updates.begin", at=at, facts=facts)


@transaction.atomic
def _stop(update_id: int, *, at: datetime) -> int:
    """Take what the desk refused off the letter's page, and send no more of it."""
    update = held(update_id)
    handed = update.submission
    if update.published_at is None or handed is None or handed.outcome != Outcome.REJECTED or handed.begun_at is None:
        return 0
    stop_older(update)
    move(update, State.CANCELLED, by=CLOCK, verb="updates.stop", at=at, facts={"published_at": None})
    return 1


def _has_changed(update: Update) -> bool:
    handed = _submission(update)
    return (update.title, update.body) != (handed.title, handed.body)


def _submission(update: Update) -> Submission:
    if update.submission is None:
        raise Submission.DoesNotExist
    return update.submission
