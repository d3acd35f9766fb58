from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from letters.ledger.models import Opening, Operation  # noqa: F401

# A log that is still being filled from the one it follows: nobody is shown it yet.
BEING_FILLED = Q(follows__isnull=False, follows__closed_at=None)


class OperationQuerySet(models.QuerySet["Operation"]):
    def waiting(self) -> "OperationQuerySet":
        """Without an index yet, in the order in which they will get one."""
        return self.filter(index=None).order_by("id")


class OpeningQuerySet(models.QuerySet["Opening"]):
    def shown(self) -> "OpeningQuerySet":
        """Those of public signatures in force, in the order of the entries they open."""
        live = self.filter(is_public=True, operation__standing="live")
        return live.filter(latest__index__isnull=False).order_by("latest__index")
