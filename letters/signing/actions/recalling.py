"""Links to every signature of a mailbox, for somebody whose link is broken and who names no letter."""

from datetime import datetime

from django.db import connection

from letters.signing.actions.resending import send_link
from letters.writing.models import Letter
from petition.lib.vault import letter_identity

# Each letter keys an address differently, so that rows can't be linked by whoever reads the table;
# the site itself, which has the key, computes them all.
FIND = """
    SELECT signature.id
      FROM unnest(%s::bigint[], %s::bytea[]) AS wanted (letter_id, identity)
      JOIN letters_signature AS signature USING (letter_id, identity)
     ORDER BY signature.created_at DESC
     LIMIT %s
"""

# As many letters as one asking brings mails for; the daily limit of an address holds besides.
LETTERS_AT_ONCE = 5


def recall(address: str, *, at: datetime | None = None) -> None:
    """Owe a link for each of the newest signatures of an address; an unknown address owes nothing, and nobody is told."""
    for signature_id in _signatures_of(address):
        send_link(signature_id, at=at)


def _signatures_of(address: str) -> list[int]:
    ids = list(Letter.objects.public().select_related(None).values_list("pk", flat=True))
    identities = [letter_identity(letter_id, address) for letter_id in ids]
    with connection.cursor() as cursor:
        cursor.execute(FIND, [ids, identities, LETTERS_AT_ONCE])
        return [row[0] for row in cursor.fetchall()]
