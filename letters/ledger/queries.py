from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from letters.ledger.models import Log, Opening, Operation  # noqa: F401 - named in strings

# A log that is still being filled from the one it follows.
BEING_FILLED = Q(follows__isnull=False, follows__closed_at=None)


class LogQuerySet(models.QuerySet["Log"]):
    def shown(self) -> "LogQuerySet":
        """All but those that are still being filled: nobody is shown these yet."""
        return self.exclude(BEING_FILLED)

    def growing(self) -> "LogQuerySet":
        return self.shown().filter(closed_at=None)

    def under(self, origin: str) -> "LogQuerySet":
        """The log that was opened under an origin and those that follow it, oldest first."""
        return self.filter(Q(origin=origin) | Q(origin__startswith=f"{origin}/")).order_by("id")


class OperationQuerySet(models.QuerySet["Operation"]):
    def waiting(self) -> "OperationQuerySet":
        """Without an index yet, in the order in which they will get one."""
        return self.filter(index=None).order_by("id")


class OpeningQuerySet(models.QuerySet["Opening"]):
    def shown(self) -> "OpeningQuerySet":
        """Those of public signatures in force that nobody withholds, in the order of the entries they open."""
        live = self.filter(is_public=True, is_withheld=False, operation__standing="live")
        return live.filter(latest__index__isnull=False).order_by("latest__index")
