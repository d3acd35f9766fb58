from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from petition.audit.models import AuditEvent  # noqa: F401

# Lines of one moment keep the order in which they were written; every index of the table ends in the moment.
NEWEST_FIRST = ("-at", "-id")
# The kind under which a line names a person.
PERSON = "user"


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def by(self, actor: str) -> "AuditQuerySet":
        return self.filter(actor=actor)

    def of(self, verb: str) -> "AuditQuerySet":
        return self.filter(verb=verb)

    def about(self, kind: str, number: int) -> "AuditQuerySet":
        return self.filter(subject_kind=kind, subject_id=number)

    def between(self, first: datetime | None, last: datetime | None) -> "AuditQuerySet":
        """From one moment on, and before the other."""
        since = Q(at__gte=first) if first else Q()
        return self.filter(since, Q(at__lt=last) if last else Q())

    def newest_first(self) -> "AuditQuerySet":
        return self.order_by(*NEWEST_FIRST)
