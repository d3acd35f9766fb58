"""Which letter an address means to the public."""

from letters.writing.models import Letter
from letters.writing.rules import demand_public
from petition.lib.compiled import ASKED, OneRow

# Every page and every try to sign begins with this.
letter_named = OneRow(lambda: Letter.objects.select_related("current", "team").filter(slug=str(ASKED)))


def public_letter(slug: str) -> Letter:
    return demand_public(letter_named(slug))
