"""Signatures on paper, as many as a team attests: a number of its own, which no log ever counts."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from letters.signing.models import PaperList
from letters.signing.rules import MOST_ON_PAPER
from letters.writing.models import Letter
from letters.writing.rules import demand_public
from petition.audit.actions import record
from petition.lib.refusal import Refused


@transaction.atomic
def attest_paper(
    letter_id: int, *, number: int, collected_on: date, note: str, person: User, seen: int, at: datetime | None = None
) -> PaperList:
    """Add a list that somebody has counted, who saw those up to the number `seen`; sent again, it is the same one."""
    letter = demand_public(Letter.objects.select_for_update(no_key=True).get(pk=letter_id))
    same = PaperList.objects.filter(letter=letter, number=number, collected_on=collected_on, note=note, by=person)
    if sent_before := same.filter(pk__gt=seen).first():
        return sent_before
    if letter.on_paper + number > MOST_ON_PAPER:
        raise Refused("too-much-paper", most=MOST_ON_PAPER)
    at = at or timezone.now()
    paper = PaperList.objects.create(
        letter=letter, number=number, collected_on=collected_on, note=note, by=person, at=at
    )
    _change(letter, "signing.attest_paper", person, at)
    return paper


@transaction.atomic
def undo_paper(paper: PaperList, *, person: User, at: datetime | None = None) -> bool:
    """Take a list out again; it stays on record. Whether it was counted until now."""
    at = at or timezone.now()
    letter = Letter.objects.select_for_update(no_key=True).get(pk=paper.letter_id)
    if not PaperList.objects.filter(pk=paper.pk, undone_at=None).update(undone_at=at):
        return False
    _change(letter, "signing.undo_paper", person, at)
    return True


def _change(letter: Letter, verb: str, person: User, at: datetime) -> None:
    standing = PaperList.objects.filter(letter=letter, undone_at=None)
    total = standing.aggregate(total=Sum("number"))["total"] or 0
    Letter.objects.filter(pk=letter.pk).update(on_paper=total)
    record(verb, letter, by=f"user {person.pk}", changes={"on_paper": [letter.on_paper, total]}, at=at)
