"""Whatever the operator asks about the mail is answered by indexes, however many rows there are."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from letters.desk import mail
from petition.lib.vault import seal
from petition.metrics.scrape import scrape
from petition.outbox import actions, gauges, mailings, tallies, troubles

pytestmark = pytest.mark.django_db

MANY = "SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language FROM generate_series(1, 50000) AS n"
SINGLES = """
INSERT INTO outbox_message (kind, cause, recipient, identity, language, priority, state, attempts, created_at, due_at,
                            retire_at, provider_id, problem)
SELECT 'signing.receipt', n, %(sealed)s, sha256(n::text::bytea), 'en', 20, one.state, 1, now(), now(),
       now() + interval '3 days', '', one.problem
FROM (VALUES ('owed', '', 4000), ('owed', '452 4.2.2 full', 2000), ('retired', '550 5.1.1 nobody', 2000),
             ('sent', '', 50000)) AS one (state, problem, many)
CROSS JOIN LATERAL generate_series(1, one.many) AS n
"""
SHOWN = [
    pytest.param(mail.board, id="the page"),
    pytest.param(lambda: call_command("outbox"), id="the command"),
    pytest.param(scrape, id="a scrape"),
    *(
        pytest.param(lambda which=which, kind=kind: troubles.number_of(which, kind), id=f"{which} {kind}")
        for which in ("failing", "given-up")
        for kind in ("", "signing.receipt")
    ),
]


@pytest.fixture(scope="module", autouse=True)
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Two mailings, some of which fails, and as many single mails in all states; removed at the end of this file."""
    sealed = {"sealed": seal("crowd@example.org")}
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message, outbox_mailing CASCADE")
        for cause in (1, 2):
            mailings.owe_selected(mailings.open_mailing("updates.update", cause=cause), MANY, sealed)
        cursor.execute("UPDATE outbox_message SET problem = '451 4.7.1 later' WHERE cause <= 2000")
        cursor.execute(SINGLES, sealed)
        cursor.execute("VACUUM ANALYZE outbox_message")
        yield
        cursor.execute("TRUNCATE outbox_message, outbox_mailing CASCADE")


@pytest.mark.parametrize("asked", SHOWN)
def test_what_is_shown_comes_from_indexes(asked: Callable[[], object]) -> None:
    plans = plans_of(asked)

    assert plans
    assert [read for plan in plans for read in reads_of_messages(plan) if read == "Seq Scan"] == []


@pytest.mark.parametrize("kind", ["", "signing.receipt"])
@pytest.mark.parametrize("which", ["failing", "given-up"])
@pytest.mark.parametrize("deed", [actions.retry, actions.drop])
def test_what_a_button_changes_is_found_by_indexes(deed: Callable[[Any], int], which: str, kind: str) -> None:
    plans = plans_of(lambda: deed(troubles.messages(which, kind)))

    assert plans
    assert [read for plan in plans for read in reads_of_messages(plan) if read == "Seq Scan"] == []


@pytest.mark.parametrize("asked", SHOWN)
def test_what_is_shown_is_counted_no_further_than_anybody_needs(
    monkeypatch: pytest.MonkeyPatch, asked: Callable[[], object]
) -> None:
    for module in (gauges, troubles):
        monkeypatch.setattr(module, "COUNTED_AT_MOST", 100)

    read = sum(rows_read(plan) for plan in plans_of(asked))

    assert 0 < read < 1_000


def test_the_rate_is_read_from_its_minutes_alone() -> None:
    assert plans_of(tallies.sent_lately) == []


def plans_of(asked: Callable[[], object]) -> list[dict[str, Any]]:
    """How PostgreSQL answers each question about messages that this asks."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        asked()
    with connection.cursor() as cursor:
        return [_plan(cursor, sql, params) for sql, params in seen if "outbox_message" in sql]


def _plan(cursor: Any, sql: str, params: Any) -> dict[str, Any]:
    changes_nothing = sql.lstrip().startswith(("SELECT", "WITH"))
    cursor.execute(f"EXPLAIN ({'ANALYZE, ' if changes_nothing else ''}FORMAT JSON) {sql}", params)
    plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def reads_of_messages(plan: dict[str, Any]) -> list[str]:
    return [node["Node Type"] for node in nodes(plan) if node.get("Relation Name") == "outbox_message"]


def rows_read(plan: dict[str, Any]) -> float:
    """Rows of messages that were looked at, also those that were of no use."""
    read = (node for node in nodes(plan) if node.get("Relation Name") == "outbox_message")
    return sum((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in read)
