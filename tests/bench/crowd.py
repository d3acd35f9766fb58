"""Letters and their signers, made in SQL: a million rows take seconds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from accounts.actions import person_for, team_for
from letters.management.commands.load_sample_letter import BODY, TO
from letters.models import Letter
from letters.signing import mail
from letters.signing.moving import move
from letters.writing.actions import publish
from petition.audit.actions import OPERATOR
from petition.lib.vault import letter_identity, seal, site_identity
from petition.outbox.kinds import Priority

CONFIRMED = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")

# Waiting for their owners' click, each with the mail that asked for it; gives the ids that a link holds.
PENDING = """
WITH made AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[])
                  AS one (letter_id, version_id, identity, site_identity, address)
), signed AS (
    INSERT INTO letters_signature (letter_id, version_id, identity, address, language, state, verdict, rule, name,
        display, title, affiliation, city, country, reason, reason_awaits, search, wants_news, consent, network,
        created_at, ended_reason)
    SELECT letter_id, version_id, identity, address, 'en', 'pending', 'pass', '', 'Ada Lovelace', 'name',
           '', '', '', '', '', false, 'ada lovelace', false, '2026-11', '', now(), '' FROM made
    RETURNING id, identity, address
)
INSERT INTO outbox_message (kind, cause, recipient, identity, language, priority, state, attempts, created_at, due_at,
    retire_at, provider_id, problem)
SELECT %s, signed.id, signed.address, made.site_identity, 'en', %s, %s, 0, now(), now(),
       now() + interval '3 days', '', ''
  FROM signed JOIN made USING (identity)
RETURNING cause, id
"""

TIDY = """
    VACUUM ANALYZE letters_signature, letters_log, letters_operation, letters_opening, letters_entry, letters_tile,
                   outbox_message
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname
     WHERE tablename = 'letters_signature' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = pg_class.oid)
"""


# Before anybody of the crowd signs.
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


def letter(slug: str, *, at: datetime | None = None) -> Letter:
    """The sample letter once more, under another address."""
    team = team_for(person_for("organizer@example.org"))
    body = BODY.read_text(encoding="utf-8")
    return publish(slug=slug, title=slug.upper(), to=TO, body=body, team=team, by=OPERATOR, at=at)


@cache
def signed_by(many: int) -> Letter:
    """A letter that so many people have signed and whose log says so, the same one for all who ask."""
    crowded = letter(f"signed-by-{many}", at=PUBLISHED)
    sign(crowded, many)
    tidy()
    move(crowded.pk, with_struck=False)
    crowded.refresh_from_db()
    tidy()
    return crowded


def sign(letter: Letter, many: int, *, wants_news: bool = False) -> None:
    values = {"letter": letter.pk, "version": letter.current_id, "many": many, "address": seal("crowd@example.org")}
    with connection.cursor() as cursor, _without_indexes(cursor):
        cursor.execute(CONFIRMED, {**values, "wants_news": wants_news})


def pending(letters: Sequence[Letter], many: int, *, state: str, host: str) -> list[tuple[int, int]]:
    """So many people who have signed one letter after the other: ids of their signatures and of their mails."""
    people = [(letters[n % len(letters)], f"signer{n}@{host}") for n in range(many)]
    columns = zip(*[_columns(letter, address) for letter, address in people], strict=True)
    with connection.cursor() as cursor:
        cursor.execute(PENDING, [*map(list, columns), mail.PLEASE_CONFIRM, Priority.CONFIRMATION.value, state])
        ids: list[tuple[int, int]] = cursor.fetchall()
    tidy()
    return ids


def _columns(letter: Letter, address: str) -> tuple[Any, ...]:
    identity = letter_identity(letter.pk, address)
    return letter.pk, letter.current_id, identity, site_identity(address), seal(address)


def tidy() -> None:
    """What autovacuum would do in the next minute, so that it does not do it while we measure."""
    with connection.cursor() as cursor:
        cursor.execute(TIDY)
        cursor.execute("CHECKPOINT")


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Index a million rows at once and check no foreign keys; one by one it takes minutes."""
    cursor.execute(INDEXES)
    indexes = cursor.fetchall()
    with transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
