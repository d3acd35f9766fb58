from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from petition.outbox.models import Mailing, Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def owed(self) -> "MessageQuerySet":
        return self.filter(state="owed")

    def failing(self) -> "MessageQuerySet":
        """Owed, tried, and not yet given up."""
        return self.owed().exclude(problem="")

    def retired(self) -> "MessageQuerySet":
        return self.filter(state="retired")

    def chosen(self, kinds: list[str], ids: list[int]) -> "MessageQuerySet":
        """Those of these kinds and with these ids; an empty list leaves the choice open."""
        chosen = self.filter(kind__in=kinds) if kinds else self.all()
        return chosen.filter(pk__in=ids) if ids else chosen


class MailingQuerySet(models.QuerySet["Mailing"]):
    def under_way(self) -> "MailingQuerySet":
        """Those that go, or go on one day: of the others nothing goes out any more."""
        return self.filter(state__in=("going", "paused"))
