from typing import ClassVar

from django.db import models
from django.utils import timezone

from petition.audit.queries import AuditQuerySet


class AuditEvent(models.Model):
    """Who did what to what, in plain ids, so that it outlives whatever it names.

    The database refuses to change or delete a line; only its network may be cleared.
    """

    actor = models.CharField(max_length=64)  # "user 12", "operator", "signer", "clock"
    verb = models.CharField(max_length=64)  # "writing.publish"
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    changes = models.JSONField(default=dict)
    network = models.CharField(max_length=49, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[AuditQuerySet] = AuditQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "at"), name="audit_of_a_subject"),
            models.Index(fields=("actor", "at"), name="audit_of_an_actor"),
            models.Index(fields=("at",), condition=~models.Q(network=""), name="audit_with_network"),
            models.Index(fields=("verb", "at"), name="audit_of_a_verb_by_day"),
            models.Index(fields=("at",), name="audit_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.actor}: {self.verb} {self.subject_kind} {self.subject_id}"
