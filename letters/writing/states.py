"""What state a letter is in, in words."""

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


def in_words(letter: Letter) -> str:
    return str(IN_WORDS[State(letter.state)])
