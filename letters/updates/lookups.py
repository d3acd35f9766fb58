"""The rows that every mail of an update, and every letter's page, begin with."""

from letters.updates.models import Sending
from petition.lib.compiled import ASKED, OneRow, Rows

# The newest few stand on the letter's page, the rest behind a link.
ON_THE_PAGE = 3

# Without its text, which is the same for a million mails and is kept.
newest_sending = OneRow(
    lambda: (
        Sending.objects.newest_of_each().filter(mailing=ASKED).select_related("update").defer("body", "update__body")
    )
)
published_updates = Rows(lambda: Sending.objects.public().filter(update__letter=ASKED)[: ON_THE_PAGE + 1])
