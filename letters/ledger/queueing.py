"""Operations as they are asked for: written with their cause, and given their place later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from letters.ledger.facts import Fact, Sign
from letters.ledger.models import Log, Operation
from letters.ledger.openings import Made, make
from letters.ledger.refusals import LogClosed, NotStanding, TextChanged
from petition.lib import prepared

Standing = Operation.Standing

# Its values travel as the database keeps them (%b): spelled out, thousands of hashes cost more than making them.
SIGN = """
    WITH asked AS (
        SELECT * FROM unnest(%(subjects)b::bigint[], %(facts)b::text[], %(ats)b::timestamptz[], %(publics)b::bool[],
                             %(salts)b::bytea[], %(cards)b::text[], %(mails)b::bytea[], %(controls)b::bytea[],
                             %(secrets)b::bytea[])
          WITH ORDINALITY AS one (subject, facts, at, is_public, salt, card, mail, control, secret, place)
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


@dataclass(frozen=True)
class Signing:
    """A signature as the ledger is told of it."""

    subject: int
    card: str  # what is shown; empty for a private signer
    address: str
    at: datetime


def queue_signings(log_id: int, text: bytes, signings: Sequence[Signing]) -> list[int]:
    """Queue signings of one text, each of another subject; their operations in the same order."""
    made = [make(signing.card, signing.address) for signing in signings]
    with prepared.cursor() as cursor:
        cursor.execute(SIGN, _columns(log_id, text, signings, made))
        queued = sorted(row[0] for row in cursor.fetchall())
    if len(queued) < len(signings):
        raise _refusal(log_id, text)
    return queued


def _columns(log_id: int, text: bytes, signings: Sequence[Signing], made: list[Made]) -> dict[str, Any]:
    return {
        "log": log_id,
        "text": text,
        "subjects": [signing.subject for signing in signings],
        "ats": [signing.at for signing in signings],
        "facts": [Sign(text, one.is_public, one.commit).facts for one in made],
        "publics": [one.is_public for one in made],
        "salts": [one.salt for one in made],
        "cards": [one.card for one in made],
        "mails": [one.mail for one in made],
        "controls": [one.control for one in made],
        "secrets": [one.secret for one in made],
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
