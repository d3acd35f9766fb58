"""Confirming: one click of a mailbox's owner makes a signature count."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from letters.ledger.actions import Turn, turn
from letters.signing import mail
from letters.signing.actions.entering import enter
from letters.signing.asking import kept_beside
from letters.signing.fields import ConfirmedFields, columns
from letters.signing.models import Signature
from letters.writing.models import Letter
from letters.writing.rules import demand_public, may_confirm
from petition.lib import prepared
from petition.lib.refusal import Refused
from petition.lib.vault import exact_identity, unseal

State = Signature.State


class Outcome(StrEnum):
    """What the owner of the mailbox is told."""

    COUNTED = "counted"
    RECEIVED = "received"  # a moderator looks first, or has looked; which of the two is not said
    ALREADY = "already"
    STRUCK = "struck"


@dataclass(frozen=True)
class Decided:
    """What a click led to, and the signature as it was found, with its letter."""

    outcome: Outcome
    signature: Signature


SETTLED = {
    State.CONFIRMED: Outcome.ALREADY,
    State.HELD: Outcome.RECEIVED,
    State.REFUSED: Outcome.RECEIVED,
    State.STRUCK: Outcome.STRUCK,
}


def confirm(
    signature_id: int,
    message_id: int,
    shown: ConfirmedFields,
    *,
    version_number: int,
    network: str,
    asked: Collection[str] = (),
    at: datetime | None = None,
) -> Decided:
    """Count a signature once, as its owner wants it shown, bound to the text they agreed to.

    The row is locked: of clicks at the same moment the first decides, and the others find it decided. `asked` are the
    numbers of the questions that the page asked.
    """
    at = at or timezone.now()
    with turn() as its:
        signature = Signature.objects.locked(signature_id)
        demand_public(signature.letter)
        if signature.state in SETTLED:
            return Decided(SETTLED[State(signature.state)], signature)
        _check(signature, version_number, at)
        # What proved itself is what is kept: the mailbox the link was sent to, however it was spelled since.
        signature.address = _proven(signature_id, message_id)
        if signature.answers:
            shown = replace(shown, answers=kept_beside(shown.answers, signature.answers, asked=asked))
        found = columns(shown, is_hidden=bool(signature.name_hidden_at))
        facts = found | {"network": network, "confirmed_at": at, "version_id": signature.letter.current_id}
        if signature.verdict != Signature.Verdict.PASS:
            return Decided(_hold(signature, facts), signature)
        return Decided(_count(its, signature, shown, facts), signature)


def _check(signature: Signature, version_number: int, at: datetime) -> None:
    letter: Letter = signature.letter
    if signature.state != State.PENDING:
        raise Refused("signature-gone")
    if not may_confirm(letter, at):
        raise Refused("letter-closed")
    if letter.current is None or letter.current.number != version_number:
        raise Refused("letter-amended")


def _proven(signature_id: int, message_id: int) -> bytes:
    """The address behind the clicked link; every link belongs to one mail for one signature."""
    with prepared.cursor() as cursor:
        cursor.execute(RECIPIENT, [message_id, signature_id, list(mail.TO_CONFIRM)])
        found = cursor.fetchone()
    if not found or not found[0]:
        raise Refused("signature-gone")
    return bytes(found[0])


def _count(its: Turn, signature: Signature, shown: ConfirmedFields, facts: dict[str, Any]) -> Outcome:
    mail.receipt(signature)
    # The log comes last but one, because others who confirm under this letter wait for its turn.
    operation_id = enter(its, signature, shown, at=facts["confirmed_at"])
    _keep(signature, facts, state=State.CONFIRMED, operation_id=operation_id)
    return Outcome.COUNTED


def _hold(signature: Signature, facts: dict[str, Any]) -> Outcome:
    _keep(signature, facts, state=State.HELD)
    return Outcome.RECEIVED


def _keep(signature: Signature, facts: dict[str, Any], *, state: str, operation_id: int | None = None) -> None:
    own = {"id": signature.pk, "address": signature.address, "state": state, "operation_id": operation_id}
    own |= {"mailbox": exact_identity(unseal(signature.address or b""))}
    with prepared.cursor() as cursor:
        cursor.execute(KEEP, facts | own | {"answers": Jsonb(facts["answers"])})


# Both run at every click, and building them through the ORM takes longer than running them.
RECIPIENT = "SELECT recipient FROM outbox_message WHERE id = %s AND cause = %s AND kind = ANY(%s)"
_KEPT = (
    *("state", "operation_id", "address", "version_id", "confirmed_at", "network", "search", "reason_awaits"),
    *(field.name for field in fields(ConfirmedFields)),
)
# Whoever chose one mail a week before has the news of this letter so, too.
_WEEKLY = "wants_weekly OR EXISTS (SELECT FROM letters_weeklymailbox WHERE identity = %(mailbox)s)"
KEEP = f"""
    UPDATE letters_signature SET {", ".join(f"{name} = %({name})s" for name in _KEPT)}, wants_weekly = {_WEEKLY}
     WHERE id = %(id)s
"""  # noqa: S608
