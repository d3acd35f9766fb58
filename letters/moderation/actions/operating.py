"""What an operator decides at a shell about one signature; its signer hears of it as of a moderator's decision."""

from datetime import datetime

from django.db import transaction

from letters.moderation import telling
from letters.signing.actions import moderating
from letters.signing.rules import StrikeReason


@transaction.atomic
def strike(signature_id: int, *, reason: StrikeReason, by: str, at: datetime | None = None) -> bool:
    is_done = moderating.strike(signature_id, reason=reason, by=by, at=at)
    if is_done:
        telling.of_operators_strike(signature_id)
    return is_done


@transaction.atomic
def restore(signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    is_done = moderating.restore(signature_id, by=by, at=at)
    if is_done:
        telling.of_operators_restoration(signature_id)
    return is_done
