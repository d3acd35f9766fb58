"""The verbs of a text that is still being written."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from letters.writing.drafts import Draft
from letters.writing.models import Letter
from petition.audit.actions import record


@transaction.atomic
def start(team: Team, *, person: User, language: str = "en", at: datetime | None = None) -> Letter:
    """Begin a letter that only its team can see, under an address that tells nothing."""
    at = at or timezone.now()
    slug = f"draft-{token_hex(10)}"
    letter = Letter.objects.create(slug=slug, team=team, language=language, origin=f"draft/{slug}", created_at=at)
    Draft.objects.create(letter=letter, language=language, edited_by=person, edited_at=at)
    record("writing.start", letter, by=f"user {person.pk}", at=at)
    return letter
