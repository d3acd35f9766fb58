"""Sealed columns under the newest key, so that an old one can be dropped from the environment."""

from typing import Any

from django.db import models, transaction

from petition.lib import vault

BATCH = 500  # rows locked at a time: a second's work at most


def reseal_column(rows: models.QuerySet[Any], column: str, purpose: str = "address") -> int:
    """Seal a column anew wherever an older key sealed it, and return how many rows that were.

    Batches commit one by one, so that a run that dies goes on where it ended.
    """
    resealed, last = 0, 0
    while batch := list(_after(rows, column, last)):
        resealed += _reseal(rows, column, purpose, [row_id for row_id, sealed in batch if vault.is_stale(sealed)])
        last = batch[-1][0]
    return resealed


def _after(rows: models.QuerySet[Any], column: str, last: int) -> models.QuerySet[Any]:
    sealed = rows.filter(pk__gt=last).exclude(**{f"{column}__isnull": True}).exclude(**{column: b""})
    return sealed.order_by("pk").values_list("pk", column)[:BATCH]


@transaction.atomic
def _reseal(rows: models.QuerySet[Any], column: str, purpose: str, ids: list[int]) -> int:
    stale = list(rows.filter(pk__in=ids).select_for_update().only("pk", column))
    stale = [row for row in stale if getattr(row, column) and vault.is_stale(getattr(row, column))]
    for row in stale:
        setattr(row, column, vault.reseal(getattr(row, column), purpose))
    rows.model._default_manager.bulk_update(stale, [column])
    return len(stale)
