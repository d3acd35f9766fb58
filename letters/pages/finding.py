"""Which letter an address means to the public, and which signature a link."""

from django.http import Http404

from letters.signing.models import Signature
from letters.writing.models import Letter
from petition.lib.compiled import OneRow
from petition.lib.refusal import Refused

# Every page, every try to sign and every click on a link begins with these.
letter_named = OneRow(lambda: Letter.objects.select_related("current", "team").filter(slug=""))
signature_of = OneRow(lambda: Signature.objects.select_related("letter__current").filter(pk=0))


def public_letter(slug: str) -> Letter:
    """Find a letter anybody may read; one taken down is gone with its public reason, a draft was never there."""
    letter = letter_named(slug)
    if letter is not None and letter.state == Letter.State.TAKEN_DOWN:
        raise Refused("letter-gone", notice=letter.notice)
    if letter is None or not letter.is_public:
        raise Http404
    return letter
