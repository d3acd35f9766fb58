"""Which letter an address means to the public."""

from django.http import Http404

from letters.writing.models import Letter
from petition.lib.compiled import OneRow
from petition.lib.refusal import Refused

# Every page and every try to sign begins with this.
letter_named = OneRow(lambda: Letter.objects.select_related("current", "team").filter(slug=""))


def public_letter(slug: str) -> Letter:
    """Find a letter anybody may read; one taken down is gone with its public reason, a draft was never there."""
    letter = letter_named(slug)
    if letter is not None and letter.state == Letter.State.TAKEN_DOWN:
        raise Refused("letter-gone", notice=letter.notice)
    if letter is None or not letter.is_public:
        raise Http404
    return letter
