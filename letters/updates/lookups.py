"""The rows that every mail of an update, and every letter's page, begin with."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from letters.signing.models import Signature
from letters.updates.models import Sending
from petition.lib import prepared
from petition.lib.compiled import ASKED, ASKED_TOO, Rows

# The newest few stand on the letter's page, the rest behind a link.
ON_THE_PAGE = 3

# Signatures, for as long as a mailing says the newest words of an update that stands on their letter's page; of each
# only what a mail of a million asks for.
_SAYS_THE_NEWEST = Exists(Sending.objects.public().filter(mailing=ASKED_TOO, update__letter=OuterRef("letter")))
_readers = Rows(
    lambda: (
        Signature.objects.select_related("letter__current")
        .only(
            "state", "address", "wants_news", "wants_weekly", "letter__slug", "letter__state", "letter__current__title"
        )
        .filter(_SAYS_THE_NEWEST)
        .extra(where=["letters_signature.id = ANY(%s)"], params=[ASKED])
    ),
    prepared.cursor,
)
published_updates = Rows(lambda: Sending.objects.public().filter(update__letter=ASKED)[: ON_THE_PAGE + 1])


def readers(mailing_id: int, signature_ids: Sequence[int]) -> dict[int, Signature]:
    """Whom a mailing's news may go to, by signature; what each of them wants is still to be asked."""
    return {signature.pk: signature for signature in _readers(list(signature_ids), mailing_id)}
