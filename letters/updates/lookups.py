"""The rows that every mail of an update, and every letter's page, begin with."""

from django.db.models import Exists, OuterRef

from letters.signing.models import Signature
from letters.updates.models import Sending
from petition.lib.compiled import ASKED, ASKED_TOO, OneRow, Rows

# The newest few stand on the letter's page, the rest behind a link.
ON_THE_PAGE = 3

# A signature, for as long as the mailing says the newest words of an update that stands on its letter's page. Only what
# a mail of a million asks for.
reader = OneRow(
    lambda: (
        Signature.objects.select_related("letter__current")
        .only(
            "state", "address", "wants_news", "wants_weekly", "letter__slug", "letter__state", "letter__current__title"
        )
        .filter(Exists(Sending.objects.public().filter(mailing=ASKED_TOO, update__letter=OuterRef("letter"))), pk=ASKED)
    )
)
published_updates = Rows(lambda: Sending.objects.public().filter(update__letter=ASKED)[: ON_THE_PAGE + 1])
