"""Who gets an update that the desk is asked about, and when."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from letters.updates.audiences import Wanted, count
from letters.updates.models import Update
from letters.updates.wording import audience_in_words
from letters.writing.drafts import Submission


class News(NamedTuple):
    audience: str
    number: int
    send_at: datetime | None


def news_of(submission: Submission) -> News:
    """Whom it is for is what its team chose last; of one that was handed in anew that is not asked any more."""
    update = Update.objects.filter(submission=submission).first()
    if update is None:
        return News("", 0, None)
    wanted = Wanted(update.audience, update.audience_value)
    if not update.to_the_rest:
        return News(audience_in_words(wanted), count(submission.letter_id, wanted), update.send_at)
    told = update.mailings_before(update.newest_sending() if submission.begun_at else None)
    words = _("%(audience)s, and has nothing of it yet") % {"audience": audience_in_words(wanted)}
    return News(words, count(submission.letter_id, wanted, told=told), update.send_at)
