"""Moving a letter into the log that follows its log: its texts, and every signature that stands in the count.

Signatures are entered in batches while the old log goes on and counts; what changed meanwhile is made up for in the
transaction in which the letter turns to the new log, so the count moves from one to the other at one moment. A run that
was killed is gone on with by the next.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from letters.ledger import rotating
from letters.ledger.actions import Turn, turn
from letters.ledger.facts import Reason
from letters.ledger.models import Log, Opening, Operation
from letters.ledger.queueing import Signing
from letters.ledger.refusals import NoOpening
from letters.signing.cards import card_of
from letters.signing.lost import counted_of_nobody, tell_left_out
from letters.signing.models import Signature
from letters.signing.moving import BATCH, EARLIEST, address_of
from letters.signing.queries import SignatureQuerySet
from letters.writing.models import Letter, Version
from petition.lib.canonical import to_base64

State = Signature.State
Standing = Operation.Standing

LOCK = """
    SELECT count(*) FROM (
        SELECT id FROM letters_signature WHERE letter_id = %s ORDER BY id FOR NO KEY UPDATE
    ) AS locked
"""
POINT = """
    UPDATE letters_signature AS signature SET operation_id = entered.id
      FROM (SELECT max(id) AS id, subject FROM letters_operation
             WHERE log_id = %(new)s AND kind = 'sign' AND standing <> 'withdrawn' GROUP BY subject) AS entered
     WHERE signature.id = entered.subject;
    UPDATE letters_signature AS signature SET operation_id = NULL
      FROM letters_operation AS operation
     WHERE operation.id = signature.operation_id AND operation.log_id = %(old)s AND operation.index IS NULL
"""


class StandsStill(Exception):
    """Nothing can be added to the new log, because the site's own log has lost entries and has to be seen to first."""


def rotate(letter_id: int, *, at: datetime | None = None, says: Callable[[str], None] = print) -> Log:
    """Close the log of a letter and let its count stand on the next one, which is returned."""
    letter = Letter.objects.select_related("log").get(pk=letter_id)
    if letter.log is None:
        raise ValueError("a letter that was never published has no log")
    move = Move(letter, letter.log, says)
    move.enter_all()
    move.turn_over(at or timezone.now())
    tell_left_out(move.old, move.left_out, says)
    return move.new


class Move:
    """One letter on its way from one log into the next."""

    def __init__(self, letter: Letter, old: Log, says: Callable[[str], None]) -> None:
        self.letter, self.old, self.says = letter, old, says
        self.new = rotating.successor(old) or self._open()
        self.entered = self.left_out = 0

    def enter_all(self) -> None:
        """Enter the texts there were when the new log was opened, each followed by those who signed it."""
        for version in self._versions(until=self.new.created_at):
            self._enter_text(version)
            self.new.refresh_from_db()
            while self.new.text_number == version.number and (rows := self._unentered(version)):
                self._enter(version, rows)

    def _open(self) -> Log:
        first = self._versions()[0]
        with turn() as its:
            new = rotating.open_successor(self.old)
            its.text(new.pk, number=first.number, sha256=first.sha256, at=first.published_at or self.old.created_at)
            _demand_settled(its)
        return new

    def _versions(self, *, until: datetime | None = None) -> list[Version]:
        versions = self.letter.versions.published().order_by("number")
        return list(versions.filter(published_at__lte=until) if until else versions)

    def _enter_text(self, version: Version) -> None:
        self.new.refresh_from_db()
        if self.new.text_number < version.number:
            with turn() as its:
                its.text(
                    self.new.pk,
                    number=version.number,
                    sha256=version.sha256,
                    at=version.published_at or self.new.created_at,
                )
                _demand_settled(its)

    def _counted(self) -> SignatureQuerySet:
        """Those the old log counts, and those that were struck from it: a strike can be lifted."""
        states = (State.CONFIRMED, State.STRUCK)
        return Signature.objects.filter(letter=self.letter, operation__log=self.old, state__in=states)

    def _unentered(self, version: Version) -> list[Signature]:
        """The next batch, in the order of confirming, after the one that was entered last."""
        last = Operation.objects.filter(log=self.new).order_by("-id").first()
        at, pk = (last.at, last.subject) if last and last.kind == "sign" else (EARLIEST, 0)
        rows = self._counted().filter(version=version, confirmed_at__gte=at).exclude(confirmed_at=at, pk__lte=pk)
        return list(rows.order_by("confirmed_at", "pk")[:BATCH])

    def _enter(self, version: Version, rows: list[Signature]) -> None:
        with turn() as its:
            rows = self._locked(version, rows)
            if rows:
                self._sign(its, version, rows)
            its.sequence()
            _demand_settled(its)
        self.entered += len(rows)
        self.says(f"{self.letter.slug}: {self.entered:,} signatures entered into {self.new.origin}")

    def _locked(self, version: Version, rows: list[Signature]) -> list[Signature]:
        """The rows as they are now, until commit: who hides or erases one meanwhile finds it in the new log, too."""
        still = self._counted().filter(version=version, confirmed_at__lte=rows[-1].confirmed_at)
        locked = still.select_for_update(no_key=True, of=("self",)).filter(pk__in=[row.pk for row in rows])
        return sorted(locked.order_by("pk"), key=_order)

    def _sign(self, its: Turn, version: Version, rows: Sequence[Signature]) -> None:
        signings = [
            Signing(row.pk, card_of(row), address_of(row.address), row.confirmed_at or EARLIEST) for row in rows
        ]
        entered = its.sign_many(self.new.pk, version.sha256, signings)
        hidden = [operation for row, operation in zip(rows, entered, strict=True) if row.name_hidden_at]
        Opening.objects.filter(pk__in=hidden).update(is_withheld=True)

    def turn_over(self, at: datetime) -> None:
        with turn() as its:
            self._lock_rows()
            rotating.hold(self.old)
            self._make_up(its, rotating.changed_since(self.old, self.new), at)
            self._strike(its, at)
            its.sequence()
            _demand_settled(its)
            self.left_out = counted_of_nobody(self.old)
            self._point()
            rotating.close(self.old, at=at)

    def _lock_rows(self) -> None:
        """Come after whoever is changing letter or signature, and before whoever will: all lock a row, then the log."""
        Letter.objects.select_for_update(no_key=True).get(pk=self.letter.pk)
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [self.letter.pk])

    def _make_up(self, its: Turn, changed: set[int], at: datetime) -> None:
        """Let the new log follow what was asked of the old one while it was being filled."""
        counted = {row.pk: row for row in self._counted().filter(pk__in=changed).select_related("version")}
        live = self._live(changed)
        for subject, operation in live.items():
            row = counted.get(subject)
            if row is None or f"text {to_base64(row.version.sha256)}\n" not in operation.facts:
                self._leave(its, operation, at)
            else:
                self._edit(its, operation, counted.pop(subject), at)
        for version in self._versions():
            self._enter_text(version)
            rows = [row for row in counted.values() if row.version_id == version.pk]
            if rows:
                self._sign(its, version, sorted(rows, key=_order))

    def _live(self, subjects: set[int]) -> dict[int, Operation]:
        signed = Operation.objects.filter(log=self.new, kind="sign", standing=Standing.LIVE, subject__in=subjects)
        return {operation.subject: operation for operation in signed}

    def _leave(self, its: Turn, operation: Operation, at: datetime) -> None:
        """Take a signature out; as a request where its signer was erased, since nothing is left that could open it."""
        try:
            its.withdraw(self.new.pk, of=operation.pk, at=at)
        except NoOpening:
            its.strike(self.new.pk, of=operation.pk, reason=Reason.REQUEST, at=at)

    def _edit(self, its: Turn, operation: Operation, row: Signature, at: datetime) -> None:
        opening = Opening.objects.filter(pk=operation.pk).first()
        if row.address is not None and opening is not None and opening.card != card_of(row):
            its.edit(self.new.pk, of=operation.pk, card=card_of(row), address=address_of(row.address), at=at)

    def _strike(self, its: Turn, at: datetime) -> None:
        struck = dict(self._counted().filter(state=State.STRUCK).values_list("pk", "ended_reason"))
        for subject, operation in self._live(set(struck)).items():
            its.strike(self.new.pk, of=operation.pk, reason=struck[subject], at=at)

    def _point(self) -> None:
        """Let signatures and letter stand on the new log, and leave nothing there of those who were erased."""
        with connection.cursor() as cursor:
            cursor.execute(POINT, {"new": self.new.pk, "old": self.old.pk})
        erased = Signature.objects.filter(letter=self.letter, address=None).values("operation_id")
        Opening.objects.filter(operation__log=self.new, pk__in=erased).delete()
        hidden = Signature.objects.filter(letter=self.letter, name_hidden_at__isnull=False).values("operation_id")
        Opening.objects.filter(operation__log=self.new, pk__in=hidden).update(is_withheld=True)
        self.new.refresh_from_db()
        Letter.objects.filter(pk=self.letter.pk).update(
            log=self.new, told_up_to=Greatest(F("told_up_to"), self.new.peak)
        )


def _order(row: Signature) -> tuple[datetime, int]:
    return row.confirmed_at or EARLIEST, row.pk


def _demand_settled(its: Turn) -> None:
    if not its.is_settled:
        raise StandsStill("Rotate or mend the site's own log first: manage.py log rotate --site")
