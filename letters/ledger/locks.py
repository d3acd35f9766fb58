"""Who may write to a log now: advisory locks that end with their transaction and so survive a pooler of connections."""

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from petition.lib import prepared

# The first of two numbers; the second is the log's.
TURN = 7101  # one at a time gives out indexes
TEXT = 7102  # shared by those who consent to the current text, held alone by whoever publishes another

COPY = 7103  # one at a time carries a log outside

# An acknowledged entry must outlive a crash, or a checkpoint that somebody keeps would be contradicted.
DURABLE = "CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END"

CONSENT = f"SELECT pg_advisory_xact_lock_shared({TEXT}, %s), {DURABLE}, pg_try_advisory_xact_lock({TURN}, %s)"
PUBLISH = f"SELECT pg_advisory_xact_lock({TEXT}, %s), {DURABLE}, pg_advisory_xact_lock({TURN}, %s)"
WAIT = f"SELECT set_config('lock_timeout', %s, true), {DURABLE}, pg_advisory_xact_lock({TURN}, %s)"


def consent(log_id: int) -> bool:
    """Keep the log's text as it is until commit; whether the turn is this transaction's, too."""
    with prepared.cursor() as cursor:
        cursor.execute(CONSENT, [log_id, log_id])
        return bool(cursor.fetchone()[2])


def publish(log_id: int) -> None:
    """Have the log to oneself, once those who consented to its text have committed."""
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [log_id, log_id])


def wait(log_id: int, milliseconds: int) -> None:
    """Wait for the turn; a LockNotAvailable lies behind the error when it takes too long."""
    with prepared.cursor() as cursor:
        cursor.execute(WAIT, [str(milliseconds), log_id])


def carry(log_id: int) -> bool:
    """Try to be the one who carries the log outside, until commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({COPY}, %s)", [log_id])
        return bool(cursor.fetchone()[0])


def took_too_long(error: OperationalError) -> bool:
    return isinstance(error.__cause__, LockNotAvailable)
