"""Signing: a row and a mail, the same work whoever's address it is."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from letters.guard.verdicts import Verdict
from letters.signing import mail
from letters.signing.fields import SignRequest, columns
from letters.signing.models import Signature
from letters.writing.models import Letter
from letters.writing.rules import may_sign, why_not_open
from petition.lib.refusal import Refused
from petition.lib.vault import letter_identity, seal, site_identity
from petition.outbox.actions import one_at_a_time

State = Signature.State


class Kept(NamedTuple):
    """What the database answers: the row as it stands after the try."""

    id: int
    state: str
    address: memoryview | None
    language: str


def sign(letter: Letter, asked: SignRequest, *, verdict: Verdict, network: str, at: datetime | None = None) -> None:
    """Keep a try to sign, and owe the mail that the state of the row calls for.

    Every branch runs the same statements and commits once, so that time tells nobody whose address has signed.
    """
    at = at or timezone.now()
    _check(letter, asked, verdict, at)
    identity = site_identity(asked.address)
    row = _row(letter, asked, verdict, network, at)
    with transaction.atomic():
        one_at_a_time(identity)
        kept = _upsert(row)
        mail.answer(
            mail.AFTER_SIGNING.get(State(kept.state)),
            signature_id=kept.id,
            # A link to manage goes to the mailbox that proved itself, not to another spelling of it.
            to=bytes(kept.address or row["address"]),
            identity=identity,
            language=kept.language,
            wanted=verdict.action != "refuse",
        )


def _check(letter: Letter, asked: SignRequest, verdict: Verdict, at: datetime) -> None:
    if not may_sign(letter, at):
        raise Refused(why_not_open(letter))
    if letter.current is None or asked.version != letter.current.number:
        raise Refused("letter-amended")
    if verdict.action == "flood":
        raise Refused("too-many")


def _row(letter: Letter, asked: SignRequest, verdict: Verdict, network: str, at: datetime) -> dict[str, Any]:
    return columns(asked.shown) | {
        "letter_id": letter.pk,
        "version_id": letter.current_id,
        "identity": letter_identity(letter.pk, asked.address),
        "address": seal(asked.address),
        "language": asked.language,
        "state": State.REFUSED if verdict.action == "refuse" else State.PENDING,
        "verdict": verdict.action,
        "rule": verdict.rule,
        "consent": asked.consent,
        "came_from": asked.came_from,
        "network": network,
        "created_at": at,
        "confirmed_at": None,
        "ended_at": None,
        "ended_reason": "",
        "operation_id": None,
    }


def _upsert(row: dict[str, Any]) -> Kept:
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, row | {"answers": Jsonb(row["answers"])})
        return Kept(*cursor.fetchone())


# A row that waits, was refused before anybody confirmed it, or was withdrawn takes what the newest try says.
# A refused try changes nothing about a row that waits: a stranger with a program can't spoil what a person began.
_TAKES = """
    (kept.state = 'pending' AND excluded.verdict <> 'refuse'
     OR kept.state = 'withdrawn'
     OR kept.state = 'refused' AND kept.confirmed_at IS NULL)
"""
_NEWEST = (
    *("version_id", "address", "language", "state", "name", "display", "title", "affiliation", "city", "country"),
    *("reason", "reason_awaits", "search", "wants_news", "hands_address", "answers", "came_from"),
    *("consent", "network", "created_at"),
    *("confirmed_at", "ended_at", "ended_reason", "operation_id"),
)
# Between two tries that wait the milder verdict stays.
_MILDER = f"{_TAKES} AND NOT (kept.state = 'pending' AND kept.verdict = 'pass')"
_COLUMNS = ("letter_id", "identity", *_NEWEST, "verdict", "rule")


def _either(columns: tuple[str, ...], condition: str) -> str:
    """Take all of these columns from the new row or leave all of them as they are; asked once, not for each column."""
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("excluded", "kept"))
    chosen = f"SELECT {new} WHERE {condition} UNION ALL SELECT {old} WHERE NOT ({condition})"
    return f"({', '.join(columns)}) = ({chosen})"


UPSERT = f"""
    INSERT INTO letters_signature AS kept ({", ".join(_COLUMNS)})
    VALUES ({", ".join(f"%({column})s" for column in _COLUMNS)})
    ON CONFLICT (letter_id, identity) DO UPDATE
       SET {_either(_NEWEST, _TAKES)}, {_either(("verdict", "rule"), _MILDER)}
 RETURNING id, state, address, language
"""  # noqa: S608 - only names from above are put in
