"""What a running site has written down, read past it, straight from its database."""

import os
import subprocess
import sys
from typing import Any

import psycopg

from petition.embedded.postgres import postgres_url
from petition.embedded.redis import redis_url
from petition.embedded.state import State
from tests.faults.running import Running


class Books:
    def __init__(self, site: Running) -> None:
        state = State(site.state)
        self.database = postgres_url(state)
        self.env = site.env | {"DATABASE_URL": self.database, "REDIS_URL": redis_url(state), "DEBUG": "1"}

    def signed(self) -> list[str]:
        """The name of every row, whatever became of it."""
        return [name for (name,) in self._ask("SELECT name FROM letters_signature ORDER BY id")]

    def confirmed(self) -> list[str]:
        return [name for (name,) in self._ask("SELECT name FROM letters_signature WHERE state = 'confirmed'")]

    def verdicts(self, network: str) -> list[str]:
        rows = self._ask("SELECT verdict FROM letters_signature WHERE network = %s ORDER BY id", network)
        return [verdict for (verdict,) in rows]

    def count(self) -> int:
        """What the logs of all letters say."""
        return int(
            self._ask("SELECT sum(log.count) FROM letters_letter JOIN letters_log AS log ON log.id = log_id")[0][0]
        )

    def owed(self) -> int:
        return int(self._ask("SELECT count(*) FROM outbox_message WHERE state = 'owed'")[0][0])

    def refusals(self) -> int:
        """How often in a row the mail server was not there."""
        return sum(refusals for (refusals,) in self._ask("SELECT refusals FROM outbox_pause"))

    def mails(self) -> set[str]:
        """How the Message-ID of every mail begins that was ever owed, sent or not; a mark of the vault follows."""
        return {f"<{kind}.{number}" for kind, number in self._ask("SELECT kind, id FROM outbox_message")}

    def verified(self) -> str:
        """What the operator's command says of every log, recomputed from its entries."""
        command = [sys.executable, "manage.py", "log", "verify", "--all"]
        done = subprocess.run(command, env={**os.environ, **self.env}, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr if done.returncode else "sound"

    def _ask(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(question, values).fetchall()
