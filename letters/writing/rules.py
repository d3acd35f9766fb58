"""What may happen to a letter, and when; pure decisions over values."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from letters.writing.drafts import Draft
from letters.writing.models import Letter, Version
from petition.lib.refusal import Refused

State = Letter.State

# Whoever signed in the last minute gets a day to find the mail.
CONFIRM_AFTER_CLOSING = timedelta(hours=24)
CONFIRM_HOURS = CONFIRM_AFTER_CLOSING // timedelta(hours=1)  # as pages say it
# A closing date further away than this is a slip of the keyboard.
CLOSES_WITHIN = timedelta(days=10 * 366)
# The goal is an encouragement; PostgreSQL's integer is the only hard limit.
GOAL_AT_MOST = 1_000_000_000
# Four times the longest letter anybody has been known to sign; it is rendered within a request.
BODY_BYTES = 100_000

TRANSITIONS: dict[str, frozenset[str]] = {
    # A trusted team, and the operator, publish without asking.
    State.DRAFT: frozenset({State.SUBMITTED, State.APPROVED, State.PUBLISHED}),
    State.SUBMITTED: frozenset({State.DRAFT, State.CHANGES_ASKED, State.APPROVED, State.PUBLISHED, State.REJECTED}),
    State.CHANGES_ASKED: frozenset({State.SUBMITTED, State.APPROVED, State.PUBLISHED}),
    State.APPROVED: frozenset(
        {State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED, State.REJECTED, State.PUBLISHED}  # undone, or by its date
    ),
    State.REJECTED: frozenset({State.SUBMITTED, State.APPROVED, State.PUBLISHED}),  # by an appeal, or undone
    State.PUBLISHED: frozenset({State.CLOSED, State.TAKEN_DOWN}),
    State.CLOSED: frozenset({State.PUBLISHED, State.ARCHIVED, State.TAKEN_DOWN}),
    State.ARCHIVED: frozenset({State.CLOSED, State.TAKEN_DOWN}),
    State.TAKEN_DOWN: frozenset({State.PUBLISHED, State.CLOSED, State.ARCHIVED}),
}


def may_become(state: str, new: str) -> bool:
    return new in TRANSITIONS[state]


def may_sign(letter: Letter, at: datetime) -> bool:
    return letter.is_open(at)


def may_amend(letter: Letter, at: datetime) -> bool:
    return letter.is_open(at)


def is_editable(letter: Letter) -> bool:
    """Whether its draft may change: beside a published letter it is the amendment being prepared."""
    return letter.state in (State.DRAFT, State.CHANGES_ASKED, State.PUBLISHED, State.CLOSED)


def may_choose_cover(letter: Letter) -> bool:
    """What stands at the top of a public letter has passed the desk, unless its team is trusted."""
    return not letter.is_public or letter.team.is_trusted


def demand_editable(letter: Letter) -> None:
    if letter.state in (State.SUBMITTED, State.APPROVED):
        raise Refused("letter-submitted")
    if not is_editable(letter):
        raise Refused("letter-settled")


def may_translate(letter: Letter) -> bool:
    return letter.state in (State.PUBLISHED, State.CLOSED)


def may_confirm(letter: Letter, at: datetime) -> bool:
    """Whether a signature begun in time may still be confirmed: for some hours after closing, the last one included."""
    closed = closed_since(letter)
    return letter.is_public and (closed is None or at <= closed + CONFIRM_AFTER_CLOSING)


def demand_public(letter: Letter | None) -> Letter:
    """A letter anybody may read; one taken down is gone with its public reason, a draft was never there."""
    if letter is not None and letter.state == State.TAKEN_DOWN:
        raise Refused("letter-gone", notice=letter.notice)
    if letter is None or not letter.is_public:
        raise Refused("not-found")
    return letter


def demand_whole(text: Draft) -> None:
    """A text that can be read: the desk, and after it the public, get no empty page."""
    if not (text.title.strip() and text.to.strip() and text.body.strip()):
        raise Refused("letter-incomplete")


def demand_closing_after(letter: Letter, at: datetime) -> None:
    """A letter that is published has at least a moment to be signed in."""
    if letter.closes_at is not None and letter.closes_at <= max(at, letter.publish_at or at):
        raise Refused("closing-date-passed", closes_on=letter.closes_at.date())


def demand_amendable(letter: Letter, note: str, at: datetime) -> None:
    if not may_amend(letter, at):
        raise Refused(why_not_open(letter))
    if not note.strip():
        raise Refused("note-missing")


def demand_translatable(letter: Letter) -> None:
    if not may_translate(letter):
        raise Refused("not-published-yet" if letter.published_at is None else why_not_open(letter))


def demand_told_of(letter: Letter, day: date, at: datetime) -> None:
    """What happened to a letter can be told once it is public and the day has come where the letter lives."""
    if not letter.is_public:
        raise Refused(why_not_open(letter) if letter.published_at else "not-published-yet")
    if day > at.astimezone(ZoneInfo(letter.time_zone)).date():
        raise Refused("day-ahead")


def current_of(letter: Letter) -> Version:
    """The version that stands; a letter that was published always has one."""
    if letter.current is None:
        raise Refused("not-published-yet")
    return letter.current


def state_by_dates(letter: Letter, at: datetime) -> str:
    """What a letter is that is to be public again."""
    if letter.archived_at is not None:
        return State.ARCHIVED
    over = closed_since(letter)
    return State.CLOSED if over is not None and over <= at else State.PUBLISHED


def closed_since(letter: Letter) -> datetime | None:
    """The moment signing ends or ended: the closing date, or an earlier closing by hand."""
    return min((moment for moment in (letter.closes_at, letter.closed_at) if moment), default=None)


def why_not_open(letter: Letter) -> str:
    """The code of the refusal when a letter takes neither signatures nor changes."""
    if letter.state == State.TAKEN_DOWN:
        return "letter-gone"
    return "not-found" if letter.published_at is None else "letter-closed"
