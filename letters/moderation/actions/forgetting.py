"""What was kept only so that a decision could be taken back."""

from datetime import datetime, timedelta

from django.utils import timezone

from letters.moderation.models import Decision
from letters.moderation.rules import UNDO_WITHIN

# Rounds that were missed are made up for, without reading every decision there ever was.
AS_FAR_BACK = timedelta(days=30)


def forget_cleared_words(*, at: datetime | None = None) -> int:
    """Let go of the sealed words of signers once it is too late to put them back."""
    overdue = (at or timezone.now()) - UNDO_WITHIN
    cleared = Decision.objects.filter(at__gt=overdue - AS_FAR_BACK, at__lt=overdue)
    return cleared.filter(verdict=Decision.Verdict.CLEAR_REASON, before__has_key="words").update(before={})
