"""Which letter an address means to the public."""

from django.http import Http404

from letters.ledger import reading
from letters.ledger.models import Log
from letters.writing.models import Letter
from letters.writing.rules import demand_public
from petition.lib.compiled import ASKED, OneRow

# Every page and every try to sign begins with this.
letter_named = OneRow(lambda: Letter.objects.select_related("current", "team", "log").filter(slug=str(ASKED)))


def public_letter(slug: str) -> Letter:
    return demand_public(letter_named(slug))


def public_log(letter: Letter, turn: int | None) -> Log:
    """The first log of a letter, or a later one by its number; empty only while a lost one must not be added to."""
    path = letter.origin[letter.origin.index("/") :]
    log = reading.log_at(path if turn is None else f"{path}/{turn}")
    if log is None or log.size == 0:
        raise Http404
    return log
