"""The rows that every click, every mail and every letter's page begin with."""

from letters.signing.models import Signature
from letters.signing.queries import first_signers, public_list
from letters.writing.models import Letter
from petition.lib.compiled import ASKED, OneRow, Rows

# What stands at the foot of a letter; the whole list is one link away.
NAMES_UNDER_A_LETTER = 60

# The text of the letter is by far the longest column, and hardly anything read here needs it.
signature_with_letter = OneRow(
    lambda: (
        Signature.objects.select_related("letter__current", "operation")
        .defer("letter__current__body", "operation__facts")
        .filter(pk=ASKED)
    )
)

first_names = Rows(lambda: first_signers(Letter(pk=ASKED)))
newest_names = Rows(lambda: public_list(Letter(pk=ASKED)).filter(first_rank=None)[:NAMES_UNDER_A_LETTER])
