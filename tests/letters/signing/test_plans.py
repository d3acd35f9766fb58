"""What pages ask of a letter that a million people signed is answered by an index."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from letters.models import Letter, Signature
from letters.signing.listing import listed, order_of
from letters.signing.queries import (
    LONGEST_WAITING_FIRST,
    NAMED_LIKE,
    SignatureQuerySet,
    first_signers,
    public_list,
    search,
)
from letters.signing.searching import prefixes
from petition.lib.paging import keyset
from tests.makers import make_letter

MANY = 1_000_000
FILL = """
    INSERT INTO letters_signature (letter_id, version_id, identity, language, state, verdict, rule, name, display,
        title, affiliation, city, country, reason, reason_awaits, search, wants_news, came_from, first_rank,
        consent, network, created_at, confirmed_at, ended_reason, reported_at)
    SELECT %s, %s, sha256(n::text::bytea), CASE WHEN n %% 250000 = 3 THEN 'fr' ELSE 'en' END,
           CASE WHEN n %% 50 = 37 THEN 'held' ELSE 'confirmed' END, 'pass',
           CASE WHEN n %% 50 = 37 THEN 'network' ELSE '' END, names,
           CASE WHEN n %% 50000 = 7 THEN 'initials' ELSE 'name' END, '', '', '',
           CASE WHEN n %% 100000 = 9 THEN 'Malta' WHEN n %% 4 = 0 THEN 'Portugal' ELSE '' END,
           CASE WHEN n %% 20000 = 11 THEN 'Because.' ELSE '' END, n %% 25 = 4, names, false,
           CASE WHEN n %% 100000 = 13 THEN 'poster' ELSE '' END, CASE WHEN n <= 12 THEN n END, '2026-11',
           CASE WHEN n %% 20 = 0 THEN '192.0.2.' || n %% 249 || '/32' ELSE '' END,
           moment, moment, '', CASE WHEN n %% 25 = 3 THEN moment END
      FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 second' AS moment,
                   (ARRAY['ada', 'noor', 'suzie', 'maria'])[1 + n %% 4] || ' '
                   || to_hex(n::bigint * 7919 %% 1000003) AS names
              FROM generate_series(1, %s) AS n) AS made
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname
     WHERE tablename = 'letters_signature' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = pg_class.oid)
"""


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[Letter]:
    """One letter with a million signatures, of which a hundred thousand wait for a look; made once for this file."""
    with django_db_blocker.unblock():
        letter = make_letter("crowd")
        assert letter.current
        with connection.cursor() as cursor, without_indexes(cursor):
            cursor.execute(FILL, [letter.pk, letter.current.pk, MANY])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE letters_signature")
        yield letter
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE letters_log, letters_letter, accounts_user CASCADE")


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Index a million rows at once and check no foreign keys; one by one it takes minutes."""
    cursor.execute(INDEXES)
    indexes = cursor.fetchall()
    cursor.execute("SET session_replication_role = replica")
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    cursor.execute("RESET session_replication_role")


def plan(queryset: QuerySet[Signature]) -> str:
    return queryset.explain()


def rows_read(sql: str) -> int:
    """How many rows a statement really handles; a bitmap of where rows are is no row yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        return _rows_of(cursor.fetchone()[0][0]["Plan"])


def _rows_of(node: dict[str, Any]) -> int:
    dropped = sum(int(node.get(f"Rows Removed by {why}", 0)) for why in ("Filter", "Index Recheck"))
    is_bitmap = node["Node Type"] == "Bitmap Index Scan"
    here = 0 if is_bitmap else (int(node["Actual Rows"]) + dropped) * int(node["Actual Loops"])
    return here + sum(map(_rows_of, node.get("Plans", ())))


def test_the_newest_names_come_from_the_index(crowd: Letter, db: None) -> None:
    assert "Index Scan using signatures_newest_first" in plan(public_list(crowd)[:51])


def test_a_page_far_down_costs_what_the_first_costs(crowd: Letter, db: None) -> None:
    far_down = public_list(crowd).filter(confirmed_at__lte=datetime(2026, 1, 2, tzinfo=UTC), id__gt=0)[:51]

    assert "Index Scan using signatures_newest_first" in plan(far_down)
    assert "Sort" not in plan(far_down)


def test_first_signers_come_from_their_index(crowd: Letter, db: None) -> None:
    assert "using first_signers" in plan(first_signers(crowd))
    assert len(first_signers(crowd)) == 12


@pytest.mark.parametrize("text", ["ma", "noor", "noor 7a", "7a1", "nobody", "ada noor"])
def test_a_search_reads_few_rows_whether_many_are_found_or_nobody(crowd: Letter, db: None, text: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        keyset(search(crowd, text), ("-confirmed_at", "-id"), size=50)

    assert sum(rows_read(query["sql"]) for query in asked.captured_queries) < MANY / 20


@pytest.mark.parametrize("text", ["noor 7a1", "7a1", "nobody"])
def test_rare_names_come_from_the_index_of_words(crowd: Letter, db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {NAMED_LIKE}", [prefixes(text.split(), crowd.pk), 5_001])
        plan_of_words = str(cursor.fetchall())

    assert "signatures_by_word" in plan_of_words
    assert "signatures_newest_first" not in plan(search(crowd, text)[:51])


def test_frequent_names_are_met_on_the_way_down(crowd: Letter, db: None) -> None:
    assert "Index Scan using signatures_newest_first" in plan(search(crowd, "no")[:51])


WAYS = {
    "": "signatures_newest_first",
    "first": "first_signers",
    "reason": "signatures_with_reason",
    "initials": "signatures_by_display",
    "unnamed": "signatures_by_display",
    "hidden": "signatures_hidden",
    "held": "signatures_not_in_force",
    "struck": "signatures_not_in_force",
    "country:Portugal": "signatures_by_country",
    "country:Malta": "signatures_by_country",
    "country:Atlantis": "signatures_by_country",
    "from:poster": "signatures_by_link",
}


@pytest.mark.parametrize(("only", "index"), WAYS.items(), ids=WAYS)
def test_each_way_to_narrow_the_organizers_list_has_its_index(crowd: Letter, db: None, only: str, index: str) -> None:
    rows = listed(crowd, only).order_by(*order_of(only))[:101]

    with CaptureQueriesContext(connection) as asked:
        list(rows)

    assert index in plan(rows)
    assert sum(rows_read(query["sql"]) for query in asked.captured_queries) < 1_000


WAITING = Signature.objects.awaiting_a_look()


@pytest.mark.parametrize(
    ("waiting", "index"),
    [
        (WAITING, "signatures_awaiting_a_look"),
        (WAITING.filter(language="fr"), "signatures_waiting_by_language"),
        (WAITING.filter(letter=0), "signatures_waiting_by_letter"),
        (WAITING.held_by("network"), "signatures_held_by_rule"),
        (WAITING.held_by("disposable"), "signatures_held_by_rule"),
        (WAITING.reported(), "signatures_reported"),
        (WAITING.with_doubted_reasons(), "signatures_with_doubted_reason"),
    ],
)
def test_the_queue_is_read_in_its_order_from_an_index(
    crowd: Letter, db: None, waiting: SignatureQuerySet, index: str
) -> None:
    assert f"using {index}" in plan(waiting.longest_waiting_first()[:51])
    assert "Sort" not in plan(waiting.longest_waiting_first()[:51])


def test_the_queue_costs_the_same_far_down(crowd: Letter, db: None) -> None:
    first = keyset(WAITING, LONGEST_WAITING_FIRST, size=50)
    with CaptureQueriesContext(connection) as asked:
        keyset(WAITING.filter(awaits_since__gt=datetime(2026, 1, 9, tzinfo=UTC)), LONGEST_WAITING_FIRST, size=50)

    assert len(first.items) == 50
    assert sum(rows_read(query["sql"]) for query in asked.captured_queries) < 200


def test_what_came_from_one_network_is_counted_from_an_index(crowd: Letter, db: None) -> None:
    somebody = Signature(pk=0, letter=crowd, network="192.0.2.1/32")

    assert "signatures_of_a_network" in plan(Signature.objects.of_the_same_network(somebody))
