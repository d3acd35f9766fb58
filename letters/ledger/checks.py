"""What an operator is told before the site starts."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connections

from letters.ledger import guarding, outside
from letters.ledger.guarding import WentBack
from letters.ledger.models import Log
from petition.lib.notes import BadNote

NO_COPY = (
    "The public logs are in this database alone: after its loss, or a backup restored, nobody could go on with them."
)


@register(Tags.security, deploy=True)
def a_copy_lies_outside(**_: Any) -> list[CheckMessage]:
    hint = "Set OUTSIDE_COPY to a folder on another machine or to a storage; the manual's page on it says how."
    return [] if outside.place() else [checks.Warning(NO_COPY, hint=hint, id="letters.W001")]


@register(Tags.database)
def no_log_went_back(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Asked by every `migrate`, also by the first one, which finds no tables."""
    is_ready = databases and Log._meta.db_table in connections["default"].introspection.table_names()
    if not is_ready or not outside.place():
        return []
    return [message for log in Log.objects.filter(closed_at=None).order_by("id") for message in _compared(log)]


def _compared(log: Log) -> list[CheckMessage]:
    try:
        known = guarding.differing(log.pk, log.origin, log.size)
    except (outside.Away, BadNote) as error:
        return [checks.Warning(f"The outside copy of {log.origin} can't be read: {error}", id="letters.W003")]
    if known is None:
        return []
    return [checks.Warning(str(WentBack(log.origin, log.size, known, guarding.COPY)), id="letters.W002")]
