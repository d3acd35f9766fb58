from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from petition.outbox.models import Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def owed(self) -> "MessageQuerySet":
        return self.filter(state="owed")

    def due(self, at: datetime) -> "MessageQuerySet":
        return self.owed().filter(Q(claimed_until=None) | Q(claimed_until__lte=at), due_at__lte=at)
