"""The row that every click and every mail begins with."""

from letters.signing.models import Signature
from petition.lib.compiled import OneRow

# The text of the letter is by far the longest column, and hardly anything read here needs it.
signature_with_letter = OneRow(
    lambda: Signature.objects.select_related("letter__current").defer("letter__current__body").filter(pk=0)
)
