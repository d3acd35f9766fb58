"""The rules of the site's own log, whose entries are checkpoints of the letters' logs."""

from typing import NamedTuple

from letters.ledger.facts import Tally
from letters.ledger.replay import BrokenRule
from petition.lib import notes
from petition.lib.notes import BadNote, Checkpoint

FORMAT = "an entry of the site's log is a signed checkpoint"
FORWARD = "a log that is listed never goes back"


class Listed(NamedTuple):
    """An entry, shaped as those of letters; nobody signs anything here."""

    fact: Checkpoint
    time: int = 0
    tally: Tally = Tally()


class ReplayOfTheSite:
    """The site's log as far as it has been read."""

    tally = Tally()
    time = 0

    def __init__(self) -> None:
        self.size = 0
        self.newest: dict[str, Checkpoint] = {}

    def take(self, data: bytes) -> Listed:
        try:
            text, _ = notes.split_note(data)
            checkpoint = Checkpoint.parse(text)
        except BadNote as error:
            raise BrokenRule(FORMAT, self.size) from error
        before = self.newest.get(checkpoint.origin, checkpoint)
        if checkpoint.size < before.size or (checkpoint.size == before.size and checkpoint.root != before.root):
            raise BrokenRule(FORWARD, self.size)
        self.newest[checkpoint.origin] = checkpoint
        self.size += 1
        return Listed(checkpoint)
