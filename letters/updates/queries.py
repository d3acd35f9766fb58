from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from letters.writing.queries import NEWS, PUBLIC_STATES

if TYPE_CHECKING:
    from letters.updates.models import Sending, Update  # noqa: F401


class UpdateQuerySet(models.QuerySet["Update"]):
    def newest_first(self) -> "UpdateQuerySet":
        return self.order_by("-id")

    def to_settle(self, at: datetime) -> "UpdateQuerySet":
        """Those at rest whose state does not say yet what the desk decided, or that their moment has come."""
        decided = Q(submission__decided_at__isnull=False) | Q(submission=None)
        sent_back = Q(submission__outcome__in=("changes_asked", "rejected", "taken_back"))
        undone = Q(submission__kind="update", submission__decided_at=None)
        is_due = (Q(send_at=None) | Q(send_at__lte=at)) & Q(letter__state__in=PUBLIC_STATES)
        scheduled = Q(state="scheduled") & (sent_back | undone | is_due)
        return self.filter(Q(state="submitted") & decided | scheduled, state__in=("submitted", "scheduled"))

    def taken_up_again(self) -> "UpdateQuerySet":
        """Those that the desk had sent back, and has in its queue again: a decision was undone."""
        return self.filter(state="draft", submission__decided_at=None, submission__kind__in=NEWS)

    def to_stop(self) -> "UpdateQuerySet":
        """News of trusted teams that the desk has refused while it was on its way, or after that."""
        refused = Q(submission__kind="update_after", submission__outcome="rejected", submission__begun_at__isnull=False)
        return self.filter(refused, published_at__isnull=False)


class SendingQuerySet(models.QuerySet["Sending"]):
    def newest_of_each(self) -> "SendingQuerySet":
        """What an update says: the last words in which it went out."""
        later = self.model.objects.filter(update=OuterRef("update"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def to_owe(self) -> "SendingQuerySet":
        return self.on_their_way().filter(owed_at=None).exclude(mailing__state="cancelled")

    def on_their_way(self) -> "SendingQuerySet":
        return self.filter(ended_at=None).order_by("pk")

    def public(self) -> "SendingQuerySet":
        """What stands on the letter's page, the newest update first."""
        published = self.newest_of_each().filter(update__published_at__isnull=False).select_related("update")
        return published.order_by("-update__published_at", "-update_id")
