"""What is asked of history, and that an index answers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from petition.audit.models import AuditEvent
from petition.audit.queries import NEWEST_FIRST, AuditQuerySet
from petition.lib.paging import keyset
from tests.moments import NOON

MANY = 100_000  # the plans are those of a million, in a tenth of the time
FILL = """
    INSERT INTO audit_auditevent (actor, verb, subject_kind, subject_id, changes, network, at)
    SELECT CASE WHEN n %% 10 < 7 THEN 'signer' ELSE 'user ' || n %% 2000 END,
           CASE WHEN n %% 10 < 7 THEN 'signing.edit' ELSE 'moderation.act' || n %% 3000 END,
           'signature', n / 3, '{}', '', timestamptz '2026-01-01' + n * interval '1 minute'
      FROM generate_series(1, %s) AS n
"""


@pytest.fixture(scope="module")
def long_history(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Two months of lines, most of them by signers; made once for this file."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(FILL, [MANY])
        cursor.execute("VACUUM ANALYZE audit_auditevent")
        yield
        cursor.execute("TRUNCATE audit_auditevent")


def plan(found: AuditQuerySet) -> str:
    return found.newest_first()[:51].explain()


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (AuditEvent.objects.all(), "audit_by_day"),
        (AuditEvent.objects.between(NOON - timedelta(days=40), NOON - timedelta(days=39)), "audit_by_day"),
        (AuditEvent.objects.of("moderation.act7"), "audit_of_a_verb_by_day"),
        (AuditEvent.objects.of("nothing.at_all"), "audit_of_a_verb_by_day"),
        (AuditEvent.objects.by("user 1009"), "audit_of_an_actor"),
        (AuditEvent.objects.about("signature", 777), "audit_of_a_subject"),
    ],
)
def test_a_search_reads_an_index(long_history: None, db: None, found: AuditQuerySet, index: str) -> None:
    assert index in plan(found)
    assert "Seq Scan" not in plan(found)


def test_a_page_far_down_costs_what_the_first_costs(long_history: None, db: None) -> None:
    first = keyset(AuditEvent.objects.all(), NEWEST_FIRST)
    far = AuditEvent.objects.filter(at__lte=first.items[0].at - timedelta(days=30))

    assert "audit_by_day" in plan(far)
