"""How far an update has come, in numbers that add up."""

from dataclasses import dataclass
from datetime import datetime

from letters.updates.models import Sending, Update
from letters.updates.rules import ON_ITS_WAY


@dataclass(frozen=True)
class Progress:
    sending: Sending
    total: int
    sent: int
    waiting: int
    refused: int
    left: int  # left the letter or its news before their turn came, or it was cancelled before
    a_minute: int
    counted_at: datetime | None
    is_going: bool
    is_prepared: bool  # everybody in the audience is owed theirs

    @property
    def may_change(self) -> bool:
        """Also of what was cancelled, until the rest of it is counted as not sent."""
        return self.is_going or self.waiting > 0

    @property
    def minutes_left(self) -> int | None:
        """Rounded up; nothing, while no pace can be told from the last minute."""
        is_told = self.is_prepared and self.sending.update.state == Update.State.SENDING
        return -(-self.waiting // self.a_minute) if is_told and self.waiting and self.a_minute else None


def progress_of(update: Update) -> Progress | None:
    """Of the words that went out last; none before anything has."""
    sending = update.newest_sending()
    if sending is None or sending.mailing is None:
        return None
    mailing = sending.mailing
    return Progress(
        sending,
        total=mailing.sent + mailing.owed + mailing.refused + mailing.unwanted,
        sent=mailing.sent,
        waiting=mailing.owed,
        refused=mailing.refused,
        left=mailing.unwanted,
        a_minute=mailing.lately,
        counted_at=mailing.counted_at,
        is_going=update.state in ON_ITS_WAY,
        is_prepared=sending.owed_at is not None,
    )
