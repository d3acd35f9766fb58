"""A letter in other languages: begun as a draft, frozen beside the version that it translates."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.ledger.actions import turn
from letters.writing import rules
from letters.writing.actions.drafting import open_draft
from letters.writing.actions.steps import Written, freeze_translation, hold, says_the_same
from letters.writing.drafts import Draft
from letters.writing.models import Letter, Translation
from petition.audit.actions import record
from petition.lib import languages
from petition.lib.refusal import Refused


@transaction.atomic
def begin_translation(letter_id: int, language: str, *, person: User, at: datetime | None = None) -> Draft:
    """Make the draft of a letter in another language, if there is none yet."""
    at = at or timezone.now()
    letter = Letter.objects.select_related("current").filter(pk=letter_id).first()
    if letter is None:
        raise Refused("not-found")
    hold(letter)
    if language == letter.language or not languages.is_known(language):
        raise Refused("no-such-language", language=language)
    is_new = not letter.drafts.filter(language=language).exists()
    draft = open_draft(letter, language=language, person=person, at=at)
    if is_new:
        changes = {"language": language}
        record("writing.begin_translation", letter, by=f"user {person.pk}", changes=changes, at=at)
    return draft


def publish_translation(
    letter: Letter, text: Written, *, number: int, language: str, by: str, at: datetime
) -> Translation:
    """Freeze a text as the translation of a version; the same text again makes none."""
    with turn() as its:
        hold(letter)
        if letter.log_id is None or not rules.may_translate(letter):
            raise Refused(rules.why_not_open(letter))
        newest = letter.translations.filter(language=language, number=number).order_by("-id").first()
        if newest is not None and says_the_same(text, newest):
            return newest
        made = freeze_translation(letter, text, number=number, language=language, at=at)
        its.translation(letter.log_id, number=number, language=language, sha256=made.sha256, at=at)
        told = {"version": number, "language": language, "hash": made.content_hash}
        record("writing.translate", letter, by=by, changes=told, at=at)
    return made
