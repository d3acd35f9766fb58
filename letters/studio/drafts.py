"""Which draft an address of the studio means."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from letters.writing.actions import open_draft
from letters.writing.drafts import Draft
from letters.writing.models import Letter


def draft_of(letter: Letter, language: str, *, person: User) -> Draft:
    """The letter's own draft, begun when it is first asked for; one of a translation only where it was begun."""
    if language in ("", letter.language):
        return _beside(letter, open_draft(letter, language=letter.language, person=person))
    return _translation(letter, language)


def draft_to_read(letter: Letter, language: str) -> Draft:
    """The same for whoever only looks: what nobody has begun is the text that stands, and stays so."""
    if language not in ("", letter.language):
        return _translation(letter, language)
    own = letter.drafts.filter(language=letter.language).first()
    return _beside(letter, own or _as_it_stands(letter))


def beside_the_text(draft: Draft) -> dict[str, object]:
    """What the editor asks and shows beyond the text: a translation is addressed by itself, and amends nothing."""
    letter = draft.letter
    if draft.language == letter.language:
        return {"is_composed": letter.addressees.exists(), "is_amendment": letter.is_public}
    return {"original": letter.current or letter.drafts.filter(language=letter.language).first()}


def _translation(letter: Letter, language: str) -> Draft:
    return _beside(letter, get_object_or_404(letter.drafts, language=language))


def _as_it_stands(letter: Letter) -> Draft:
    stands = letter.current
    text = {"title": stands.title, "to": stands.to, "body": stands.body} if stands else {}
    return Draft(language=letter.language, based_on=stands, **text)


def _beside(letter: Letter, draft: Draft) -> Draft:
    draft.letter = letter
    return draft
