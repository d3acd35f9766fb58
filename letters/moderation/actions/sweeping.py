"""What the desk owes and what it forgets, found over state."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from letters.moderation import informing
from letters.moderation.models import Report
from letters.moderation.rules import NETWORK_KEPT, UNDO_WITHIN
from letters.writing.drafts import Submission
from petition.lib.sweeping import sweep_each
from petition.outbox.models import Message

OUT_ALREADY = (Submission.Kind.AFTERWARDS, Submission.Kind.UPDATE_AFTER)
# A site that was down for longer has other news for its organizers.
TOLD_WITHIN = timedelta(days=2)


def tell_submitted(*, at: datetime | None = None) -> int:
    """Tell teams that the desk has their text; what a trusted team publishes itself needs no such mail."""
    at = at or timezone.now()
    told = Message.objects.filter(kind=informing.SUBMITTED, cause=OuterRef("pk"))
    recent = Submission.objects.awaiting().filter(at__gt=at - TOLD_WITHIN).exclude(kind__in=OUT_ALREADY)
    untold = list(recent.filter(~Exists(told)).oldest_first().values_list("pk", flat=True))
    return sweep_each(untold, _tell_of, what="tell of submission")


@transaction.atomic
def _tell_of(submission_id: int) -> int:
    informing.of_submission(Submission.objects.select_related("letter__team").get(pk=submission_id))
    return 1


def forget_reporters(*, at: datetime | None = None) -> None:
    """Erase addresses that were written to or never will be, and networks after a month."""
    at = at or timezone.now()
    answered = Report.objects.filter(address__isnull=False, case__decided_at__lt=at - UNDO_WITHIN)
    answered.update(address=None)
    Report.objects.filter(created_at__lt=at - NETWORK_KEPT).exclude(network="").update(network="")
