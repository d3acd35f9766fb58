"""Counts worth telling the organizers about, each once and for ever."""

from letters.signing import mail
from letters.signing.models import Milestone
from letters.signing.rules import crossed


def reach(letter_id: int, before: int, after: int, goal: int | None) -> None:
    """Write down what was crossed and owe one mail for the highest, inside the caller's transaction.

    The letter's tally is locked by the caller, so nobody else can be writing the same milestone.
    """
    numbers = crossed(before, after, goal)
    if not numbers:
        return
    known = Milestone.objects.filter(letter_id=letter_id, number__in=numbers).values_list("number", flat=True)
    fresh = [Milestone(letter_id=letter_id, number=number) for number in numbers if number not in set(known)]
    if fresh:
        mail.milestone(Milestone.objects.bulk_create(fresh)[-1])
