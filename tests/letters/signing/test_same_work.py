"""Whether an address has signed can't be told from outside: every branch does the same work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.models import Letter, Signature
from letters.signing.actions import resend
from tests.cast import ADA
from tests.letters.signing.trying import REFUSE, row_of, try_to_sign
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

BRANCHES = ("new", "pending", "confirmed", "held", "refused", "struck", "withdrawn")


def prepare(branch: str) -> Letter:
    letter = make_letter()
    if branch != "new":
        make_signature(letter, ADA, state=branch)
    return letter


def statements(work: Callable[[], None]) -> list[str]:
    """The statements of some work by their first words, beginning and end of the transaction among them."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return [" ".join(query["sql"].split("(")[0].split()[:4]) for query in queries.captured_queries]


@pytest.mark.parametrize("branch", BRANCHES)
def test_every_branch_of_signing_runs_the_same_statements_and_commits_once(branch: str) -> None:
    letter = prepare(branch)

    ran = statements(lambda: try_to_sign(letter))

    assert ran == [
        "BEGIN",
        "SELECT pg_advisory_xact_lock",
        "INSERT INTO letters_signature AS",
        "INSERT INTO outbox_message",
        "COMMIT",
    ]


def test_a_blocked_address_costs_the_same() -> None:
    letter, other = make_letter(), make_letter()
    welcome = statements(lambda: try_to_sign(letter))

    blocked = statements(lambda: try_to_sign(other, verdict=REFUSE))

    assert blocked == welcome


@pytest.mark.parametrize("branch", BRANCHES[1:])
def test_every_branch_of_signing_writes_its_row(branch: str) -> None:
    letter = prepare(branch)
    before = written_by(row_of(letter))

    try_to_sign(letter)

    assert written_by(row_of(letter)) > before


@pytest.mark.parametrize("branch", BRANCHES)
def test_every_branch_of_resending_runs_the_same_statements_and_commits_once(branch: str) -> None:
    letter = prepare(branch)

    ran = statements(lambda: resend(ADA.address, letter))

    assert ran == [
        "BEGIN",
        "SELECT pg_advisory_xact_lock",
        "SELECT pg_logical_emit_message",
        "UPDATE letters_signature SET created_at",
        "INSERT INTO outbox_message",
        "COMMIT",
    ]


def test_resending_to_a_stranger_waits_for_the_disk_like_any_other() -> None:
    letter = make_letter()
    before = end_of_the_journal()

    resend("nobody@example.org", letter)

    assert end_of_the_journal() > before


def written_by(signature: Signature) -> int:
    """The transaction that wrote this version of the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text::bigint FROM letters_signature WHERE id = %s", [signature.pk])
        return int(cursor.fetchone()[0])


def end_of_the_journal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'")
        return int(cursor.fetchone()[0])
