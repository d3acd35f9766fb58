from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petition.lib import prepared

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT slug FROM letters_letter WHERE id = %s"
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT slug FROM letters_letter WHERE id = %'"
OFTEN = 10


@pytest.fixture
def threshold() -> Iterator[None]:
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    yield
    connection.connection.prepare_threshold = before


def ask() -> None:
    with prepared.cursor() as cursor:
        cursor.execute(STATEMENT, [1])


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return int(cursor.fetchone()[0])


def test_a_statement_that_runs_often_is_kept() -> None:
    for _ in range(OFTEN):
        ask()

    assert kept() == 1


def test_behind_a_pooler_nothing_is_kept(threshold: None) -> None:
    connection.connection.prepare_threshold = None

    for _ in range(OFTEN):
        ask()

    assert kept() == 0


def test_it_is_seen_by_whoever_watches_the_queries() -> None:
    with CaptureQueriesContext(connection) as queries:
        ask()

    assert [query["sql"].split(" WHERE")[0] for query in queries.captured_queries] == [STATEMENT.split(" WHERE")[0]]
