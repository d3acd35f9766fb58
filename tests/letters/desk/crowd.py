"""Very many items for the desk's queues, made in SQL beside a letter that is called crowd."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Each item is of a letter of its own: were there few letters, the planner would rather begin with them.
LETTERS = """
    INSERT INTO letters_letter
    SELECT (jsonb_populate_record(
               crowd, jsonb_build_object('id', n, 'slug', 'crowd-' || n, 'origin', 'crowd-' || n, 'log_id', -n)
           )).*
      FROM letters_letter AS crowd, generate_series(%(first)s, %(last)s) AS n
     WHERE crowd.slug = 'crowd'
"""
SUBMISSIONS = """
    INSERT INTO letters_submission (letter_id, kind, language, title, "to", body, note, words, at, outcome)
    SELECT id, CASE id %% 1000 WHEN 0 THEN 'appeal' ELSE 'first' END, CASE id %% 1000 WHEN 1 THEN 'fr' ELSE 'en' END,
           'A letter', 'All', 'Text', '', '', now() - id * interval '1 second', ''
      FROM generate_series(%(first)s, %(last)s) AS id
"""
CASES = """
    INSERT INTO letters_case (letter_id, language, reports, opened_at)
    SELECT id, CASE id %% 1000 WHEN 1 THEN 'fr' ELSE 'en' END, 1, now() - id * interval '1 second'
      FROM generate_series(%(first)s, %(last)s) AS id
"""
SIGNATURES = """
    INSERT INTO letters_signature (letter_id, version_id, identity, address, language, state, verdict, rule, name,
        display, title, affiliation, city, country, reason, reason_awaits, search, wants_news, consent, network,
        created_at, confirmed_at, ended_reason)
    SELECT letter.id, letter.current_id, sha256(n::text::bytea), %(address)s, 'en', 'held', 'hold', 'network',
           'Signer ' || n, 'name', '', '', '', '', '', false, '', false, '2026-11', '', moment, moment, ''
      FROM letters_letter AS letter,
           (SELECT n, now() - n * interval '1 second' AS moment FROM generate_series(%(first)s, %(last)s) AS n) AS made
     WHERE letter.slug = 'crowd'
"""


def fill(cursor: Any, first: int, last: int, *, signed_from: bytes | None = None) -> None:
    """One letter with a submission and a case for each number, and signatures that are held if an address is given."""
    with unchecked(cursor):
        for rows in (LETTERS, SUBMISSIONS, CASES):
            cursor.execute(rows, {"first": first, "last": last})
        if signed_from is not None:
            cursor.execute(SIGNATURES, {"first": first, "last": last, "address": signed_from})


@contextmanager
def unchecked(cursor: Any) -> Iterator[None]:
    """No foreign key is looked at and no trigger runs; a hundred thousand rows then take a second."""
    cursor.execute("SET session_replication_role = replica")
    yield
    cursor.execute("RESET session_replication_role")
