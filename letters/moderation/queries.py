from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from letters.moderation.models import Case, Decision  # noqa: F401
    from letters.writing.models import Letter


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(self, kind: str, subject_id: int) -> "DecisionQuerySet":
        return self.filter(kind=kind, subject_id=subject_id)

    def standing(self) -> "DecisionQuerySet":
        return self.filter(undone_at=None)

    def against(self, letter: "Letter") -> "DecisionQuerySet":
        """What a team may appeal, the newest first: its moderator is the one who does not decide the appeal."""
        return self.standing().filter(letter=letter, verdict__in=("reject", "take_down")).newest_first()

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-id")


class CaseQuerySet(models.QuerySet["Case"]):
    def awaiting(self) -> "CaseQuerySet":
        return self.filter(decided_at=None)

    def on_letters(self) -> "CaseQuerySet":
        return self.filter(signature=None)

    def oldest_first(self) -> "CaseQuerySet":
        return self.order_by("opened_at", "id")
