"""What operators watch of the logs: what waits for its entry, what is not yet outside, and who objects."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from letters.ledger import guarding, listing, outside
from letters.ledger.models import Checkpoint, Cosignature, Operation

# Seconds, each some rounds of the task that should have dealt with it.
LATE_AFTER = 120.0
NOT_COPIED_AFTER = 300.0
NOT_WITNESSED_AFTER = 900.0

_NOT_COPIED = """
SELECT min(first.at) FROM letters_log AS log
  LEFT JOIN letters_outside AS outside ON outside.log_id = log.id
 CROSS JOIN LATERAL (
    SELECT at FROM letters_checkpoint
     WHERE log_id = log.id AND size > coalesce(outside.copied, 0) ORDER BY size LIMIT 1
 ) AS first
 WHERE log.size > coalesce(outside.copied, 0)
"""


def waiting() -> int:
    """How many changes of the logs wait for their entry."""
    return Operation.objects.waiting().count()


def waiting_age() -> float:
    """Seconds that the first of the changes has waited for its entry; zero when none waits."""
    return _age(Operation.objects.waiting().order_by().aggregate(first=Min("at"))["first"])


def not_copied_age() -> float:
    """Seconds that the oldest checkpoint has not been in the outside copy; zero when all are, or there is no copy."""
    return _age(_one(_NOT_COPIED)) if outside.place() else 0.0


def not_witnessed_age() -> dict[str, float]:
    """Seconds that each witness has not cosigned the site's log although it grew."""
    return {witness.name: _unseen_age(witness.name) for witness in settings.WITNESSES}


def objections() -> dict[str, int]:
    """How many logs stand still because the copy, or a witness, knows more of them or something else."""
    return dict(Counter(objection.by for objection in guarding.heeded()))


def state() -> str:
    """The first thing that is wrong with the logs, or ok."""
    for objection in guarding.heeded():
        return f"went back: {objection.origin}"
    if waiting_age() > LATE_AFTER:
        return "late"
    if not_copied_age() > NOT_COPIED_AFTER:
        return "not copied"
    return "not witnessed" if max(not_witnessed_age().values(), default=0.0) > NOT_WITNESSED_AFTER else "ok"


def _unseen_age(witness: str) -> float:
    site = listing.open_site_log()
    if site is None:
        return 0.0
    sizes = Cosignature.objects.filter(log=site, witness=witness).order_by("-size").values_list("size", flat=True)
    unseen = Checkpoint.objects.filter(log=site, size__gt=sizes.first() or 0).order_by("size")
    return _age(unseen.values_list("at", flat=True).first())


def _age(at: Any) -> float:
    return max(0.0, (timezone.now() - at).total_seconds()) if isinstance(at, datetime) else 0.0


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
