"""Operations as they are asked for: written with their cause, and given their place later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from letters.ledger.facts import Fact, Sign
from letters.ledger.models import Log, Operation
from letters.ledger.openings import make
from letters.ledger.refusals import LogClosed, NotStanding, TextChanged
from petition.lib import prepared

Standing = Operation.Standing

# What is told of each signing, and the type it has on its way.
TOLD = {
    "subject": "bigint",
    "facts": "text",
    "at": "timestamptz",
    "is_public": "bool",
    "salt": "bytea",
    "card": "text",
    "mail": "bytea",
    "control": "bytea",
    "secret": "bytea",
}
SIGN = """
    WITH asked ({columns}, place) AS (
        {rows}
    ), queued AS (
        INSERT INTO letters_operation (log_id, subject, kind, facts, at, standing)
        SELECT log.id, asked.subject, 'sign', asked.facts, asked.at, 'live'
          FROM asked, letters_log AS log
         WHERE log.id = %(log)b AND log.text = %(text)b AND log.closed_at IS NULL
         ORDER BY asked.place
        RETURNING id, subject
    )
    INSERT INTO letters_opening (operation_id, latest_id, is_public, salt, card, mail, control, secret)
    SELECT queued.id, queued.id, is_public, salt, card, mail, control, secret FROM queued JOIN asked USING (subject)
    RETURNING operation_id
"""
# Values travel as the database keeps them (%b): spelled out, thousands of hashes cost more than making them. One
# signing needs no arrays, and nearly all clicks are one.
_ONE = f"VALUES ({', '.join(f'%({name})b::{kind}' for name, kind in TOLD.items())}, 1)"
_ARRAYS = ", ".join(f"%({name})b::{kind}[]" for name, kind in TOLD.items())
_MANY = f"SELECT * FROM unnest({_ARRAYS}) WITH ORDINALITY"  # noqa: S608
SIGN_ONE, SIGN_MANY = (SIGN.format(columns=", ".join(TOLD), rows=rows) for rows in (_ONE, _MANY))


@dataclass(frozen=True)
class Signing:
    """A signature as the ledger is told of it."""

    subject: int
    card: str  # what is shown; empty for a private signer
    address: str
    at: datetime


def queue_signings(log_id: int, text: bytes, signings: Sequence[Signing]) -> list[int]:
    """Queue signings of one text, each of another subject; their operations in the same order."""
    told = [_told(text, signing) for signing in signings]
    with prepared.cursor() as cursor:
        if len(told) == 1:
            cursor.execute(SIGN_ONE, told[0] | {"log": log_id, "text": text})
        else:
            columns = {name: [one[name] for one in told] for name in TOLD}
            cursor.execute(SIGN_MANY, columns | {"log": log_id, "text": text})
        queued = sorted(row[0] for row in cursor.fetchall())
    if len(queued) < len(signings):
        raise _refusal(log_id, text)
    return queued


def _told(text: bytes, signing: Signing) -> dict[str, Any]:
    made = make(signing.card, signing.address)
    return vars(made) | {
        "subject": signing.subject,
        "at": signing.at,
        "facts": Sign(text, made.is_public, made.commit).facts,
        "is_public": made.is_public,
    }


def _refusal(log_id: int, text: bytes) -> Exception:
    log = Log.objects.only("closed_at", "text").get(pk=log_id)
    if log.closed_at is not None:
        return LogClosed(log_id)
    if bytes(log.text or b"") != text:
        return TextChanged(log_id)
    return ValueError("one subject was to sign twice at once")


def queue(log_id: int, fact: Fact, *, at: datetime, of: Operation | None = None) -> Operation:
    """Queue anything else; where a fact has a target, its index is read from the operation when the entry is made."""
    subject = of.subject if of else 0
    return Operation.objects.create(log_id=log_id, subject=subject, kind=fact.kind, of=of, facts=fact.facts, at=at)


def queue_note(log_id: int, note: str, *, subject: int, at: datetime) -> Operation:
    """Queue another log's checkpoint for the log of the site."""
    return Operation.objects.create(log_id=log_id, subject=subject, kind="checkpoint", facts=note, at=at)


def turn_to(standing: Standing, signing_id: int, *, was: Standing) -> Operation:
    """Let a signing stand differently from now on, once."""
    changed = Operation.objects.filter(pk=signing_id, kind="sign", standing=was).update(standing=standing)
    if not changed:
        raise NotStanding(signing_id)
    return Operation.objects.get(pk=signing_id)


def demand_open(log_id: int) -> None:
    if Log.objects.filter(pk=log_id, closed_at__isnull=False).exists():
        raise LogClosed(log_id)
