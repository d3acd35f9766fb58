"""Counts worth telling the organizers about, each once and for ever.

Nobody who confirms waits for this: the log remembers the highest count that ever stood in it, and a sweep compares
that with what the owners have heard.
"""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from letters.signing import links, mail
from letters.signing.models import Milestone
from letters.signing.rules import crossed
from letters.writing.models import Letter
from petition.lib.sweeping import sweep_each
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message


def tell() -> int:
    """Tell of every milestone reached since the last sweep; how many letters had grown."""
    grown = Letter.objects.filter(log__peak__gt=F("told_up_to")).order_by("pk").values_list("pk", flat=True)
    return sweep_each(list(grown), _tell_of, what="tell of the milestones of letter")


def milestone(message: Message) -> Mail | Unwanted:
    """News for an organizer."""
    reached = Milestone.objects.select_related("letter__current").filter(pk=message.cause).first()
    if reached is None or not reached.letter.is_public:
        return UNWANTED
    owner = User.objects.filter(email=message.address.lower()).first()
    if owner and not owner.wants_milestones:
        return UNWANTED
    letter = reached.letter
    leave = links.to_choose_mail(owner, links.OF_MILESTONES) if owner else ""
    context = {
        "unsubscribe": leave,
        "title": letter.title,
        "number": reached.number,
        "is_goal": reached.number == letter.goal,
        "letter_link": links.to_letter(letter),
        "update_link": links.to_tell(letter, reached.number),
    }
    headers = headers_to_leave(leave) if leave else {}
    return compose("mail/signing/milestone", context, language=message.language, headers=headers)


def register_kinds() -> None:
    register(mail.MILESTONE, milestone, priority=Priority.UPDATE)


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
