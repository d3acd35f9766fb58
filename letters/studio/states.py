"""What state a letter is in, and whose turn it is, in words for its team."""

from django.utils.translation import gettext_lazy as _

from letters.writing.models import Letter

State = Letter.State

IN_WORDS = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("With the desk"),
    State.CHANGES_ASKED: _("Changes asked"),
    State.APPROVED: _("Approved, waits for its date"),
    State.REJECTED: _("Not accepted"),
    State.PUBLISHED: _("Published"),
    State.CLOSED: _("Closed"),
    State.ARCHIVED: _("Archived"),
    State.TAKEN_DOWN: _("Taken down"),
}
WAITS = {
    State.DRAFT: _("Write it, then submit it."),
    State.CHANGES_ASKED: _("Read the desk’s words, change the text, and submit it again."),
    State.REJECTED: _("Read the desk’s reason; you may answer once."),
    State.TAKEN_DOWN: _("Read the desk’s reason; you may answer once."),
}


def in_words(letter: Letter) -> str:
    return str(IN_WORDS[State(letter.state)])


def what_waits(letter: Letter) -> str:
    return str(WAITS.get(State(letter.state), ""))
