"""Counts worth telling the organizers about, each once and for ever.

Nobody who confirms waits for this: the log remembers the highest count that ever stood in it, and a sweep compares
that with what the owners have heard.
"""

from django.db import transaction
from django.db.models import F

from letters.signing import mail
from letters.signing.models import Milestone
from letters.signing.rules import crossed
from letters.writing.models import Letter
from petition.lib.sweeping import sweep_each


def tell() -> int:
    """Tell of every milestone reached since the last sweep; how many letters had grown."""
    grown = Letter.objects.filter(log__peak__gt=F("told_up_to")).order_by("pk").values_list("pk", flat=True)
    return sweep_each(list(grown), _tell_of, what="tell of the milestones of letter")


@transaction.atomic
def _tell_of(letter_id: int) -> bool:
    """Write down what was crossed and owe one mail for the highest, in the transaction that remembers it was told."""
    rows = Letter.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    letter = rows.select_related("log").filter(pk=letter_id, log__peak__gt=F("told_up_to")).first()
    if letter is None or letter.log is None:
        return False
    _reach(letter, crossed(letter.told_up_to, letter.log.peak, letter.goal))
    Letter.objects.filter(pk=letter_id).update(told_up_to=letter.log.peak)
    return True


def _reach(letter: Letter, numbers: list[int]) -> None:
    known = set(Milestone.objects.filter(letter=letter, number__in=numbers).values_list("number", flat=True))
    fresh = [Milestone(letter=letter, number=number) for number in numbers if number not in known]
    if fresh:
        mail.milestone(Milestone.objects.bulk_create(fresh)[-1])
