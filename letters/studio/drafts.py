"""Which draft an address of the studio means."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from letters.writing.actions import open_draft
from letters.writing.drafts import Draft
from letters.writing.models import Letter


def draft_of(letter: Letter, language: str, *, person: User) -> Draft:
    """The letter's own draft, begun when it is first asked for; one of a translation only where it was begun."""
    own = language in ("", letter.language)
    draft = open_draft(letter, language=letter.language, person=person) if own else _translation(letter, language)
    draft.letter = letter
    return draft


def _translation(letter: Letter, language: str) -> Draft:
    return get_object_or_404(letter.drafts, language=language)
