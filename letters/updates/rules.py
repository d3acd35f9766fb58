"""What may happen to an update, and when; pure decisions over values, and the numbers with their reasons."""

from datetime import datetime, timedelta

from letters.updates.models import Update
from letters.writing.models import Letter
from petition.lib.refusal import Refused

State = Update.State

# Four pages of a book; a mail that is longer is read by nobody, and cut off by mail programs.
BODY_BYTES = 20_000
# Who hears more often leaves for good, and a stolen account can't flood anybody's mailbox.
SENDINGS_A_DAY = 4
# A list that a person can still look over; whoever needs more takes up an old draft.
MOST_DRAFTS = 50
# A moment further away than this is a slip of the keyboard.
SENT_WITHIN = timedelta(days=366)
# Messages owed in one transaction: a few hundred milliseconds, and few locks.
OWED_AT_ONCE = 10_000
# Seconds of owing in one ring, so that the same worker soon sends a confirmation again.
OWE_FOR = 2.0
# A progress bar is looked at for minutes: large mailings are counted the more seldom the larger they are.
COUNTED_EVERY = timedelta(seconds=3)
COUNTED_A_SECOND = 50_000
# Counted in a few milliseconds, so that a smaller one is counted for whoever looks.
COUNTED_FOR_A_LOOK = 20_000
LOOKED_AT_EVERY = timedelta(seconds=2)

TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.SCHEDULED}),
    State.SUBMITTED: frozenset({State.DRAFT, State.SCHEDULED, State.SENDING}),
    State.SCHEDULED: frozenset({State.DRAFT, State.SUBMITTED, State.SENDING}),  # an approval may be undone
    State.SENDING: frozenset({State.PAUSED, State.SENT, State.CANCELLED, State.SUBMITTED, State.SCHEDULED}),
    State.PAUSED: frozenset({State.SENDING, State.SENT, State.CANCELLED, State.SUBMITTED, State.SCHEDULED}),
    # Edited and sent again.
    State.SENT: frozenset({State.SUBMITTED, State.SCHEDULED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.SUBMITTED, State.SCHEDULED}),
}
# With the desk, or about to go out: what was read there, and counted here, is what is sent.
AT_REST = frozenset({State.SUBMITTED, State.SCHEDULED})
ON_ITS_WAY = frozenset({State.SENDING, State.PAUSED})


def may_become(state: str, new: str) -> bool:
    return new in TRANSITIONS[state]


def is_editable(state: str) -> bool:
    return state not in AT_REST


def is_due(send_at: datetime | None, at: datetime) -> bool:
    return send_at is None or send_at <= at


def demand_editable(update: Update) -> None:
    if not is_editable(update.state):
        raise Refused("update-at-rest")


def demand_newsworthy(letter: Letter) -> None:
    """Only a letter that anybody can read has signers to write to."""
    if letter.state == Letter.State.TAKEN_DOWN:
        raise Refused("letter-gone", notice=letter.notice)
    if not letter.is_public:
        raise Refused("not-published-yet")


def demand_whole(title: str, body: str) -> None:
    if not (title.strip() and body.strip()):
        raise Refused("update-incomplete")


def demand_moment(send_at: datetime | None, at: datetime) -> None:
    if send_at is not None and send_at > at + SENT_WITHIN:
        raise Refused("moment-too-far")
