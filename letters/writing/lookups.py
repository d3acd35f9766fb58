"""What every letter's page asks besides its text."""

from letters.writing.drafts import Response
from letters.writing.models import Translation
from petition.lib.compiled import ASKED, Rows

translations_of = Rows(
    lambda: Translation.objects.newest_of_each_language().filter(letter=ASKED).only("letter_id", "language", "number")
)
responses_to = Rows(lambda: Response.objects.filter(letter=ASKED).order_by("received_on", "id"))
