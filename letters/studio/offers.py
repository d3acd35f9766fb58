"""A count that a letter has reached is worth a word to those who made it: the words are laid out, nobody sends them."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letters.signing.models import Milestone
from letters.updates.models import Update
from letters.writing.models import Letter
from petition.lib.numbers import number_in


def offer_of(letter: Letter) -> Milestone | None:
    """The newest count reached, until an update was begun after it."""
    newest = Milestone.objects.filter(letter=letter).order_by("-reached_at", "-number").first()
    if newest is None or Update.objects.filter(letter=letter, created_at__gt=newest.reached_at).exists():
        return None
    return newest


def offered_words(letter: Letter, milestone: str) -> dict[str, str]:
    """What a draft about a count begins with, in the letter's language; nothing for a count it has not reached."""
    number = number_in(milestone, digits=9) or 0
    if not Milestone.objects.filter(letter=letter, number=number).exists():
        return {}
    with translation.override(letter.language):
        return {"title": _title(number, is_goal=number == letter.goal), "body": _body(number, letter.title)}


def _title(number: int, *, is_goal: bool) -> str:
    if not is_goal:
        return _("We are %(number)d now") % {"number": number}
    words = ngettext(
        "We have reached our goal: %(number)d signature", "We have reached our goal: %(number)d signatures", number
    )
    return words % {"number": number}


def _body(number: int, title: str) -> str:
    signed = ngettext(
        "%(number)d person has signed “%(title)s”, confirmed by mail. Thank you for being one.",
        "%(number)d people have signed “%(title)s”, each of them confirmed by mail. Thank you for being one.",
        number,
    )
    on = _("What happens next:\n\n- \n\nPass the letter on: every name makes it heavier.")
    return f"{signed % {'number': number, 'title': title}}\n\n{on}"
