"""What a team does with an update it has written: send, pause, go on, cancel, and read it in its own mailbox first."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.updates import mail, rules
from letters.updates.actions.steps import held, move, name_of, stop_older
from letters.updates.audiences import Wanted
from letters.updates.models import Update
from letters.writing.actions.handing import Handing, conclude, hand_in
from letters.writing.actions.steps import Typed
from letters.writing.drafts import Submission
from letters.writing.problems import image_problems
from letters.writing.queries import NEWS
from petition.lib.refusal import Refused
from petition.outbox import mailings

State = Update.State
Kind = Submission.Kind

DAY = timedelta(days=1)


class Seen(NamedTuple):
    """What stood on the page where somebody pressed the button."""

    changes: int  # the number of its text
    submission: int  # the last time it was sent, or 0
    wanted: Wanted


@transaction.atomic
def send(
    update_id: int,
    seen: Seen,
    *,
    send_at: datetime | None = None,
    to_the_rest: bool = False,
    person: User,
    at: datetime | None = None,
) -> Update:
    """Let it go out, at once or at its moment; a second click does nothing.

    News of a team that is not trusted waits for the desk. Sent again, it takes the place of what is still on its way,
    and goes to everybody, or only to the rest: to those who have nothing of it yet.
    """
    at = at or timezone.now()
    update = held(update_id)
    if update.state in rules.AT_REST or (update.submission_id or 0) != seen.submission:
        return update
    _demand_sendable(update, seen, send_at, at)
    stop_older(update)
    state = State.SCHEDULED if update.letter.team.is_trusted else State.SUBMITTED
    facts = {"submission": _handed_in(update, person, at), "send_at": send_at, "by": person, "to_the_rest": to_the_rest}
    move(update, state, by=name_of(person), verb="updates.send", at=at, facts=facts)
    return update


@transaction.atomic
def pause(update_id: int, *, person: User, at: datetime | None = None) -> None:
    """Send no more of it until it goes on; again does no harm."""
    update = held(update_id)
    if update.state == State.PAUSED:
        return
    _demand(update, State.SENDING)
    mailings.pause(_mailing_of(update))
    move(update, State.PAUSED, by=name_of(person), verb="updates.pause", at=at or timezone.now())


@transaction.atomic
def go_on(update_id: int, *, person: User, at: datetime | None = None) -> None:
    update = held(update_id)
    if update.state == State.SENDING:
        return
    _demand(update, State.PAUSED)
    mailings.go_on(_mailing_of(update))
    move(update, State.SENDING, by=name_of(person), verb="updates.go_on", at=at or timezone.now())


@transaction.atomic
def cancel(update_id: int, *, person: User, at: datetime | None = None) -> None:
    """Take back what nobody has yet, from the desk, from the clock or from the outbox."""
    at = at or timezone.now()
    update = held(update_id)
    by, verb = name_of(person), "updates.cancel"
    if update.state in rules.AT_REST:
        if update.submission is not None:
            conclude(update.submission, Submission.Outcome.TAKEN_BACK, at=at)
        move(update, State.DRAFT, by=by, verb=verb, at=at)
    elif update.state in rules.ON_ITS_WAY:
        stop_older(update)
        move(update, State.CANCELLED, by=by, verb=verb, at=at)


@transaction.atomic
def send_to_self(update_id: int, *, person: User) -> None:
    """Owe its writer the mail as signers would get it; the same words once."""
    update = held(update_id)
    rules.demand_newsworthy(update.letter)
    rules.demand_whole(update.title, update.body)
    mail.to_self(update, person)


def _handed_in(update: Update, person: User, at: datetime) -> Submission:
    """Leave the words for the desk, in place of older ones that it has not looked at yet; they keep those ones' age."""
    letter, older = update.letter, update.submission
    since = None
    if older is not None and older.decided_at is None:
        conclude(older, Submission.Outcome.TAKEN_BACK, at=at)
        since = older.at
    text = Typed(update.title, letter.current.to if letter.current else "", update.body)
    kind = Kind.UPDATE_AFTER if letter.team.is_trusted else Kind.UPDATE
    return hand_in(Handing(letter, update.language, "", person, at), text, kind, since=since)


def _demand_sendable(update: Update, seen: Seen, send_at: datetime | None, at: datetime) -> None:
    rules.demand_newsworthy(update.letter)
    if seen.changes != update.changes or seen.wanted != (update.audience, update.audience_value):
        raise Refused("changed-since")
    rules.demand_whole(update.title, update.body)
    rules.demand_moment(send_at, at)
    if image_problems(update.letter, update.body):
        raise Refused("update-images")
    if update.is_said_already():
        raise Refused("update-sent-already")
    handed = Submission.objects.filter(letter=update.letter, kind__in=NEWS, at__gt=at - DAY)
    if handed.count() >= rules.SENDINGS_A_DAY:
        raise Refused("too-many-updates")


def _demand(update: Update, state: str) -> None:
    if update.state != state:
        raise Refused("update-not-so", state=update.state)


def _mailing_of(update: Update) -> int:
    """What is on its way has one."""
    newest = update.newest_sending()
    if newest is None or newest.mailing_id is None:
        raise Refused("update-not-so", state=update.state)
    return newest.mailing_id
