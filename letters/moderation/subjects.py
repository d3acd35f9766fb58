"""What is decided about, and whose it is: nobody decides about their own team."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from accounts.models import Membership, User
from letters.moderation.models import Case, Subject
from letters.signing.models import Signature
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from petition.lib.refusal import Refused

# Each with the one column that names its team.
_TEAM_OF: Mapping[str, models.QuerySet[Any]] = {
    Subject.SUBMISSION: Submission.objects.values("letter__team"),
    Subject.LETTER: Letter.objects.values("team"),
    Subject.CASE: Case.objects.values("letter__team"),
    Subject.SIGNATURE: Signature.objects.values("letter__team"),
}


def exists(kind: str, subject_id: int) -> bool:
    return _TEAM_OF[kind].filter(pk=subject_id).exists()


def is_of_their_team(kind: str, subject_id: int, person: User) -> bool:
    team = _TEAM_OF[kind].filter(pk=subject_id)
    return Membership.objects.filter(user=person, team__in=team).exists()


def demand_of_another_team(kind: str, subject_id: int, person: User) -> None:
    if is_of_their_team(kind, subject_id, person):
        raise Refused("own-letter")
