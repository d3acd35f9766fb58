"""Logs of millions of entries, written in bulk: entries, tiles and head by the ledger's own code.

Nobody asked for these entries one by one, so they have no operations and no openings; no proof reads those.
"""

from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from letters.ledger.actions import open_log, turn
from letters.ledger.entries import assemble
from letters.ledger.facts import Sign
from letters.ledger.heads import Head, locked
from letters.ledger.keys import signer
from letters.ledger.models import Checkpoint, Log
from letters.ledger.tiling import write_full_tiles
from petition.lib import notes
from petition.lib.merkle import leaf_hash

AT = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = sha256(b"We drew it.\n").digest()
BATCH = 50_000  # entries in memory at a time

COPY = "COPY letters_entry (log_id, index, body) FROM STDIN"


def empty_log(slug: str) -> Log:
    """A letter's log that holds its text, for signatures of that text."""
    log = open_log(f"{settings.SITE.netloc}/letters/{slug}/log", at=AT)
    with turn() as its:
        its.text(log.pk, number=1, sha256=TEXT, at=AT)
    return log


def log_of(many: int) -> Log:
    """A log of so many entries, each a signature that nobody else has."""
    log = empty_log(f"log-of-{many}")
    with transaction.atomic():
        _ask_no_foreign_keys()
        head = locked(log.pk)
        while head.size < many:
            _grow(head, min(BATCH, many - head.size))
        _show(head)
    log.refresh_from_db()
    return log


def _ask_no_foreign_keys() -> None:
    """Millions of entries of one log need not each ask whether there is that log."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def _grow(head: Head, by: int) -> None:
    first = head.size
    bodies = [_signing(head, index) for index in range(first, first + by)]
    leaves = [leaf_hash(body) for body in bodies]
    head.frontier.extend(leaves)
    write_full_tiles(head.log_id, first, leaves)
    rows = (f"{head.log_id}\t{index}\t\\\\x{body.hex()}\n" for index, body in enumerate(bodies, start=first))
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write("".join(rows))


def _signing(head: Head, index: int) -> bytes:
    facts = Sign(TEXT, True, sha256(b"%d" % index).digest()).facts
    head.move("sign", facts, head.time)
    return assemble("sign", None, facts, head.time, head.tally)


def _show(head: Head) -> None:
    """Sign for the log as it stands, and let readers know its size."""
    columns, root = head.columns(), head.frontier.root()
    Log.objects.filter(pk=columns.pop("log")).update(**columns, root=root)
    line = signer(head.origin).sign(notes.Checkpoint(head.origin, head.size, root).text())
    Checkpoint.objects.create(log_id=head.log_id, size=head.size, root=root, line=line)
