"""Moving a letter into the log that follows its log: its texts, and every signature that stands in the count.

Signatures are entered in batches while the old log goes on and counts; what changed meanwhile is made up for in the
transaction in which the letter turns to the new log, so the count moves from one to the other at one moment. A run that
was killed is gone on with by the next.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import OperationalError, connection
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from letters.ledger import rotating
from letters.ledger.actions import Turn, forget, turn
from letters.ledger.facts import Reason
from letters.ledger.models import Log, Opening, Operation
from letters.ledger.queueing import Signing
from letters.ledger.refusals import NoOpening
from letters.signing.cards import card_of
from letters.signing.models import Signature
from letters.signing.moving import BATCH, address_of
from letters.writing.models import Letter, Version

State = Signature.State
Standing = Operation.Standing

# Somebody who changes their signature while the letter turns may be in the way; the next try finds them done.
TRIES = 5

POINT = """
    UPDATE letters_signature AS signature SET operation_id = entered.id
      FROM (SELECT max(id) AS id, subject FROM letters_operation
             WHERE log_id = %s AND kind = 'sign' AND standing <> 'withdrawn' GROUP BY subject) AS entered
     WHERE signature.id = entered.subject
"""


class Place(NamedTuple):
    """How far a version's signatures have been entered, in the order of confirming."""

    at: datetime
    id: int


def rotate(letter_id: int, *, at: datetime | None = None, says: Callable[[str], None] = print) -> Log:
    """Close the log of a letter and let its count stand on the next one, which it returns."""
    letter = Letter.objects.select_related("log", "current").get(pk=letter_id)
    if letter.log is None:
        raise ValueError("a letter that was never published has no log")
    move = _Move(letter, letter.log, says)
    move.enter_all()
    move.turn_over(at or timezone.now())
    return move.new


class _Move:
    """One letter on its way from one log into the next."""

    def __init__(self, letter: Letter, old: Log, says: Callable[[str], None]) -> None:
        self.letter, self.old, self.says = letter, old, says
        self.new = rotating.successor(old) or self._open()
        self.entered = 0

    def enter_all(self) -> None:
        """Enter the texts there were when the new log was opened, each followed by those who signed it."""
        for version in self._versions(until=self.new.created_at):
            with turn() as its:
                self._enter_text(its, version)
            while rows := self._unentered(version):
                self._enter(version, rows)

    def turn_over(self, at: datetime) -> None:
        for left in reversed(range(TRIES)):
            try:
                return self._turn_over(at)
            except OperationalError as error:
                if not left or not isinstance(error.__cause__, DeadlockDetected):
                    raise
        return None

    def _open(self) -> Log:
        first = self._versions()[0]
        with turn() as its:
            new = rotating.open_successor(self.old)
            its.text(new.pk, number=first.number, sha256=first.sha256, at=first.published_at)
        return new

    def _versions(self, *, until: datetime | None = None) -> list[Version]:
        versions = self.letter.versions.published().order_by("number")
        return list(versions.filter(published_at__lte=until) if until else versions)

    def _enter_text(self, its: Turn, version: Version) -> None:
        self.new.refresh_from_db(fields=["text_number"])
        if self.new.text_number < version.number:
            its.text(self.new.pk, number=version.number, sha256=version.sha256, at=version.published_at)

    def _counted(self) -> "SignatureQuerySet":
        """Those the old log counts, and those it once counted that were struck: a strike can be lifted."""
        return Signature.objects.filter(
            letter=self.letter, operation__log=self.old, state__in=(State.CONFIRMED, State.STRUCK)
        )
