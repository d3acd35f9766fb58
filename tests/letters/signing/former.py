"""A site as it was before there were logs: a database of its own, at the tables of that time, filled in SQL."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from letters.ledger.replay import Replay
from letters.writing.documents import content_hash
from petition.lib.vault import seal
from tests.live import ROOT

BEFORE_THE_LOG = "0005"
DAY = datetime(2026, 2, 1, 9, tzinfo=UTC)
PATIENCE = 120.0  # seconds

LETTER = """
    INSERT INTO letters_letter (slug, team_id, state, language, time_zone, origin, created_at, published_at, notice)
    VALUES (%(slug)s, %(team)s, %(state)s, 'en', 'UTC', %(origin)s, %(at)s, %(published_at)s, '') RETURNING id
"""
VERSION = """
    INSERT INTO letters_version (letter_id, number, language, title, "to", body, note, origin, content_hash,
                                 published_at)
    VALUES (%(letter)s, %(number)s, 'en', 'Pay us', 'You', %(body)s, '', %(origin)s, %(hash)s, %(at)s) RETURNING id
"""
SIGNATURE = """
    INSERT INTO letters_signature (letter_id, version_id, identity, address, language, state, verdict, rule, name,
        display, title, affiliation, city, country, reason, reason_awaits, search, wants_news, consent, number, network,
        created_at, confirmed_at, ended_at, ended_reason)
    VALUES (%(letter)s, %(version)s, sha256(convert_to(%(name)s, 'UTF8')), %(address)s, 'en', %(state)s, 'pass', '',
        %(name)s, %(display)s, '', '', 'London', '', '', false, '', false, '2026-11', %(number)s, '',
        %(at)s, %(at)s, %(ended_at)s, %(ended_reason)s)
"""
CROWD = """
    INSERT INTO letters_signature (letter_id, version_id, identity, address, language, state, verdict, rule, name,
        display, title, affiliation, city, country, reason, reason_awaits, search, wants_news, consent, number, network,
        created_at, confirmed_at, ended_reason)
    SELECT %(letter)s, %(version)s, sha256(n::text::bytea), %(address)s, 'en', 'confirmed', 'pass', '', 'Signer ' || n,
        'name', '', '', '', '', '', false, '', false, '2026-11', n, '', moment, moment, ''
      FROM (SELECT n, %(at)s + n * interval '1 second' AS moment FROM generate_series(1, %(many)s) AS n) AS made
"""
BODIES = """
    SELECT body FROM letters_entry WHERE log_id = (SELECT id FROM letters_log WHERE origin = %s) ORDER BY index
"""


class Former:
    """One such site; `at` counts hours from the morning on which everything began."""

    def __init__(self, name: str) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])
        self.database = urlunsplit(address._replace(path=f"/{name}"))
        self.env = {**os.environ, "DATABASE_URL": self.database, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def migrate(self, *to: str) -> str:
        """What it says."""
        done = subprocess.run(self._command(*to), cwd=ROOT, env=self.env, check=True, capture_output=True, text=True)
        return done.stdout

    def migrate_and_be_killed(self, *, after: int) -> int:
        """Kill the migration once it has written so many entries; how many it has left behind."""
        process = subprocess.Popen(self._command(), cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while self.entries_there() < after:
            assert process.poll() is None, "The migration is over already."
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return self.entries_there()

    def letter(self, slug: str, *, state: str = "published", at: float = 0) -> int:
        (team,) = self.ask("INSERT INTO accounts_team (name, created_at) VALUES ('Us', now()) RETURNING id")[0]
        moment = moment_of(at)
        values = {"slug": slug, "team": team, "state": state, "origin": _origin(slug), "at": moment}
        published_at = None if state == "draft" else moment
        (letter,) = self.ask(LETTER, values | {"published_at": published_at})[0]
        return int(letter)

    def version(self, letter: int, slug: str, number: int, *, at: float = 0) -> int:
        body, origin = f"We drew it {number} times.\n", _origin(slug)
        hashed = content_hash(origin=origin, number=number, language="en", title="Pay us", to="You", body=body)
        values = {"letter": letter, "number": number, "body": body, "origin": origin, "hash": hashed}
        (version,) = self.ask(VERSION, values | {"at": moment_of(at)})[0]
        self.ask("UPDATE letters_letter SET current_id = %s WHERE id = %s RETURNING id", [version, letter])
        return int(version)

    def signature(self, letter: int, version: int, name: str, *, at: float, **options: Any) -> None:
        ended = options.pop("ended", None)
        values = {"letter": letter, "version": version, "name": name, "address": seal(f"{name}@example.org")}
        values |= {"state": "confirmed", "display": "name", "number": None, "ended_reason": "", "at": moment_of(at)}
        self._do(SIGNATURE, values | options | {"ended_at": moment_of(ended) if ended else None})

    def crowd(self, letter: int, version: int, many: int) -> None:
        values = {"letter": letter, "version": version, "many": many, "at": DAY}
        self._do(CROWD, values | {"address": seal("crowd@example.org")})

    def entries_there(self) -> int:
        """How many entries all logs have; none before there are tables for them."""
        return int(self.ask("SELECT count(*) FROM letters_entry")[0][0])

    def log(self, slug: str) -> tuple[Replay, list[Any]]:
        """A letter's log read by its rules, and its entries as they were taken."""
        replay = Replay(_origin(slug))
        bodies = self.ask(BODIES, [_origin(slug)])
        return replay, [replay.take(bytes(body)) for (body,) in bodies]

    def ask(self, question: str, values: Any = None) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(question, values).fetchall()  # type: ignore[arg-type]

    def _do(self, statement: str, values: Any) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement, values)  # type: ignore[arg-type]

    def _command(self, *to: str) -> list[str]:
        return [sys.executable, "manage.py", "migrate", *(("letters", *to) if to else ())]


@contextmanager
def former_site(name: str) -> Iterator[Former]:
    """A database of its own, dropped at the end."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as operator:
        operator.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        operator.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        try:
            site = Former(name)
            site.migrate(BEFORE_THE_LOG)
            yield site
        finally:
            operator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def moment_of(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


def _origin(slug: str) -> str:
    return f"letters.example/letters/{slug}/log"
