"""Who has an item open, so that no two moderators read the same one without knowing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.models import User
from letters.moderation.models import Claim, Subject
from letters.moderation.rules import CLAIM_FOR

# One statement, so that of two who open an item at once one has it, and the other learns who.
_CLAIM = """
INSERT INTO letters_claim AS it (kind, subject_id, by_id, until)
VALUES (%(kind)s, %(subject_id)s, %(by)s, %(until)s)
ON CONFLICT (kind, subject_id) DO UPDATE
   SET by_id = CASE WHEN it.until <= %(at)s THEN excluded.by_id ELSE it.by_id END,
       until = CASE WHEN it.until <= %(at)s OR it.by_id = excluded.by_id
                    THEN greatest(it.until, excluded.until) ELSE it.until END
RETURNING by_id, until
"""


@dataclass(frozen=True)
class Claimed:
    by: User
    until: datetime
    is_mine: bool


def claim(kind: Subject, subject_id: int, *, person: User, at: datetime | None = None) -> Claimed:
    """Have an item for a quarter of an hour, or longer where it was had already; an expired claim is taken over."""
    at = at or timezone.now()
    values: dict[str, str | int | datetime] = {
        "kind": kind.value,
        "subject_id": subject_id,
        "by": person.pk,
        "until": at + CLAIM_FOR,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        by_id, until = cursor.fetchone()
    is_mine = by_id == person.pk
    return Claimed(person if is_mine else User.objects.get(pk=by_id), until, is_mine)


def release(kind: Subject, subject_id: int, *, person: User) -> None:
    Claim.objects.filter(kind=kind, subject_id=subject_id, by=person).delete()


def forget_expired(*, before: datetime) -> int:
    """What was opened and never decided leaves a row that nobody asks for again."""
    return Claim.objects.filter(until__lt=before).delete()[0]
