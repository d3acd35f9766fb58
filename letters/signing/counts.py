"""The count of a letter: signed, less withdrawn, less struck."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Q

from letters.signing import milestones
from letters.signing.models import Signature, Tally
from letters.writing.models import Letter

MOVE = """
    UPDATE letters_tally AS tally
       SET signed = tally.signed + %s, withdrawn = tally.withdrawn + %s, struck = tally.struck + %s
      FROM letters_letter AS letter
     WHERE tally.letter_id = %s AND letter.id = tally.letter_id
 RETURNING tally.count, tally.signed, letter.goal
"""


@dataclass(frozen=True)
class Sums:
    """A letter's sums as one transaction left them."""

    count: int
    signed: int  # ever: it only rises, so it numbers the signatures


def move(letter_id: int, *, signed: int = 0, withdrawn: int = 0, struck: int = 0) -> Sums:
    """Move the sums of a letter inside the caller's transaction and return what they are then.

    Nothing else changes a tally. The row stays locked until the caller commits, so callers move it as late as they can.
    """
    steps = [signed, withdrawn, struck, letter_id]
    moved = _run(MOVE, steps)
    if moved is None:
        Tally.objects.bulk_create([Tally(letter_id=letter_id)], ignore_conflicts=True)
        moved = _run(MOVE, steps)
    if moved is None:
        raise Letter.DoesNotExist(letter_id)
    count, ever_signed, goal = moved
    milestones.reach(letter_id, count - (signed - withdrawn - struck), count, goal)
    return Sums(count, ever_signed)


def _run(statement: str, parameters: list[int]) -> tuple[int, int, int | None] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[int, int, int | None] | None = cursor.fetchone()
        return row


@dataclass(frozen=True)
class Recount:
    """What a letter's rows say, beside what its tally says."""

    letter: Letter
    kept: int
    counted: int
    struck_kept: int
    struck_counted: int

    @property
    def differs(self) -> bool:
        return (self.kept, self.struck_kept) != (self.counted, self.struck_counted)


@transaction.atomic
def recompute(letter: Letter, *, repair: bool = False) -> Recount:
    """Count a letter's rows again, and make its tally say the same when asked to.

    The tally is locked first: whoever is about to move it has committed, or waits until the rows are counted.
    Withdrawals leave no row behind once erased, so that sum is believed and the one of all signed is corrected.
    """
    Tally.objects.bulk_create([Tally(letter=letter)], ignore_conflicts=True)
    tally = Tally.objects.select_for_update().get(letter=letter)
    rows = Signature.objects.filter(letter=letter).aggregate(
        in_force=Count("pk", filter=Q(state=Signature.State.CONFIRMED)),
        struck=Count("pk", filter=Q(state=Signature.State.STRUCK, number__isnull=False)),
    )
    found = Recount(letter, tally.count, rows["in_force"], tally.struck, rows["struck"])
    if repair and found.differs:
        struck = found.struck_counted - found.struck_kept
        move(letter.pk, signed=found.counted - found.kept + struck, struck=struck)
    return found
