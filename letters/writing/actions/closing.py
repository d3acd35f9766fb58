"""The end of signing, and what comes after: close, open again, archive, take down, bring back."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from letters.writing import rules
from letters.writing.actions.steps import hold, move
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each

State = Letter.State


@transaction.atomic
def close(letter: Letter, *, by: str, at: datetime | None = None) -> None:
    at = at or timezone.now()
    hold(letter)
    if letter.state in (State.CLOSED, State.ARCHIVED):
        return
    if letter.state != State.PUBLISHED:
        raise Refused(rules.why_not_open(letter))
    move(letter, State.CLOSED, closed_at=at)
    record("writing.close", letter, by=by, at=at)


def close_past_due(*, by: str, at: datetime | None = None) -> int:
    """Close every letter whose last day is over, as of the end of that day."""
    at = at or timezone.now()
    due = list(Letter.objects.past_closing(at).values_list("pk", flat=True))
    return sweep_each(due, partial(_close_if_due, by=by, at=at), what="close letter")


@transaction.atomic
def _close_if_due(letter_id: int, *, by: str, at: datetime) -> bool:
    """Since it was found it may have been taken down, and its team may have chosen another date."""
    letter = Letter(pk=letter_id)
    hold(letter)
    if letter.state != State.PUBLISHED or letter.closes_at is None or letter.closes_at > at:
        return False
    close(letter, by=by, at=letter.closes_at)
    return True


@transaction.atomic
def open_again(letter: Letter, *, closes_at: datetime | None, by: str, at: datetime | None = None) -> None:
    """Take signatures again, until another date or for good."""
    at = at or timezone.now()
    hold(letter)
    if letter.is_open(at) and letter.closes_at == closes_at:
        return
    if letter.state not in (State.PUBLISHED, State.CLOSED):
        raise Refused(rules.why_not_open(letter))
    if closes_at is not None and closes_at <= at:
        raise Refused("closing-date-passed")
    told = {"state": [letter.state, State.PUBLISHED], "closes_at": [_said(letter.closes_at), _said(closes_at)]}
    move(letter, State.PUBLISHED, closed_at=None, closes_at=closes_at)
    record("writing.open_again", letter, by=by, changes=told, at=at)


@transaction.atomic
def archive(letter: Letter, *, by: str, at: datetime | None = None) -> None:
    """Lay a closed letter aside: it stays readable, and asks nobody for anything any more."""
    at = at or timezone.now()
    hold(letter)
    if letter.state == State.ARCHIVED:
        return
    if letter.state != State.CLOSED:  # one that was taken down may become this again, and not by its team
        raise Refused("letter-open" if letter.state == State.PUBLISHED else rules.why_not_open(letter))
    move(letter, State.ARCHIVED, archived_at=at)
    record("writing.archive", letter, by=by, at=at)


@transaction.atomic
def unarchive(letter: Letter, *, by: str, at: datetime | None = None) -> None:
    """Bring a letter back among the closed ones."""
    hold(letter)
    if letter.state == State.CLOSED:
        return
    if letter.state != State.ARCHIVED:
        raise Refused(rules.why_not_open(letter))
    move(letter, State.CLOSED, archived_at=None)
    record("writing.unarchive", letter, by=by, at=at)


@transaction.atomic
def take_down(letter: Letter, *, notice: str, by: str, at: datetime | None = None) -> None:
    """Take a letter out of sight for a public reason; the first reason stands."""
    at = at or timezone.now()
    hold(letter)
    if letter.state == State.TAKEN_DOWN:
        return
    if not rules.may_become(letter.state, State.TAKEN_DOWN):
        raise Refused(rules.why_not_open(letter))
    told = {"state": [letter.state, State.TAKEN_DOWN], "notice": notice}
    move(letter, State.TAKEN_DOWN, taken_down_at=at, notice=notice)
    record("writing.take_down", letter, by=by, changes=told, at=at)


@transaction.atomic
def bring_back(letter_id: int, *, by: str, at: datetime | None = None) -> None:
    """Show a letter again that was taken down, as its dates say: open, closed or archived."""
    at = at or timezone.now()
    letter = Letter(pk=letter_id)
    hold(letter)
    if letter.is_public:
        return
    if letter.state != State.TAKEN_DOWN:
        raise Refused("not-found")
    state = rules.state_by_dates(letter, at)
    told = {"state": [State.TAKEN_DOWN, state], "notice": [letter.notice, ""]}
    over = letter.closed_at or (letter.closes_at if state == State.CLOSED else None)
    move(letter, state, taken_down_at=None, notice="", closed_at=over)
    record("writing.bring_back", letter, by=by, changes=told, at=at)


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
