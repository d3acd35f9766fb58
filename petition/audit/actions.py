from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from petition.audit.models import AuditEvent

OPERATOR = "operator"
SIGNER = "signer"
CLOCK = "clock"


def record(
    verb: str,
    subject: models.Model,
    *,
    by: str,
    changes: Mapping[str, Any] | None = None,
    network: str = "",
    at: datetime | None = None,
) -> None:
    """Write one line of history inside the caller's transaction; of a signer's data name fields, never values."""
    AuditEvent.objects.create(
        actor=by,
        verb=verb,
        subject_kind=str(subject._meta.model_name),
        subject_id=subject.pk,
        changes=dict(changes or {}),
        network=network,
        at=at or timezone.now(),
    )


def forget_networks(*, before: datetime) -> int:
    """Clear the one field that history may lose."""
    return AuditEvent.objects.filter(at__lt=before).exclude(network="").update(network="")
