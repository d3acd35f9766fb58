"""Whose turn it is with a letter, in words for its team."""

from django.utils.translation import gettext_lazy as _

from letters.writing.models import Letter

State = Letter.State

WAITS = {
    State.DRAFT: _("Write it, then submit it."),
    State.CHANGES_ASKED: _("Read the desk’s words, change the text, and submit it again."),
    State.REJECTED: _("Read the desk’s reason; you may appeal once."),
    State.TAKEN_DOWN: _("Read the desk’s reason; you may appeal once."),
}


def what_waits(letter: Letter) -> str:
    return str(WAITS.get(State(letter.state), ""))
