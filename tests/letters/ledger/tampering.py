"""A dishonest operator with the rights of the database's owner, for whom no trigger stands in the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from letters.ledger.models import Log


@contextmanager
def triggers_off() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def tamper(statement: str, *values: object) -> None:
    """Change rows that must never change; the statement has to hit some."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, "nothing was tampered with"


def swap_bodies(log: Log, one: int, other: int) -> None:
    """Let two entries change places."""
    tamper(
        "UPDATE letters_entry AS entry SET body = twin.body FROM letters_entry AS twin"
        " WHERE entry.log_id = %s AND twin.log_id = entry.log_id AND (entry.index, twin.index) IN ((%s, %s), (%s, %s))",
        *(log.pk, one, other, other, one),
    )
