"""What a mailbox has signed, for somebody whose link is broken and who names no letter."""

from django.db import connection

from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.writing.models import Letter
from petition.lib.emails import exact
from petition.lib.vault import letter_identity, unseal

# Each letter keys an address differently, so that rows can't be linked by whoever reads the table;
# the site itself, which has the key, computes them all.
FIND = """
    SELECT signature.id
      FROM unnest(%s::bigint[], %s::bytea[]) AS wanted (letter_id, identity)
      JOIN letters_signature AS signature USING (letter_id, identity)
     WHERE signature.address IS NOT NULL
"""


def signatures_of(address: str) -> list[Signature]:
    """The signatures whose mail goes to exactly this address, newest first; other spellings may be other mailboxes."""
    found = signed_with(address).select_related("letter__current").order_by("-created_at")
    return [row for row in found if row.address and exact(unseal(row.address)) == exact(address)]


def signed_with(address: str) -> SignatureQuerySet:
    """The signatures of a mailbox under any letter, however it was spelled; what was erased is nobody's."""
    ids = list(Letter.objects.once_public().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FIND, [ids, [letter_identity(letter_id, address) for letter_id in ids]])
        return Signature.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
