"""What the operator's instruments read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from petition.outbox import gauges, mailings
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE, answers
from tests.sink import Sink


def test_an_empty_outbox_has_no_depth_and_no_age() -> None:
    assert (gauges.depth_by_kind(), gauges.oldest_age()) == ({}, 0.0)


def test_depth_counts_what_is_owed_by_kind() -> None:
    for cause in range(3):
        owe(NEWS, to=ADA.address, cause=cause)
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.filter(kind=NEWS, cause=0).update(state="sent")

    assert gauges.depth_by_kind() == {NEWS: 2, NOTE: 1}


def test_depth_of_a_mailing_is_as_last_counted_and_an_ended_one_has_none() -> None:
    going, cancelled = (mailings.open_mailing(NEWS, cause=cause) for cause in (1, 2))
    readers = "SELECT n AS cause, 'x'::bytea AS recipient, 'en' AS language FROM generate_series(1, 7) AS n"
    mailings.owe_selected(going, readers, {})
    mailings.owe_selected(cancelled, readers, {})
    mailings.cancel(cancelled.pk)
    owe(NEWS, to=ADA.address, cause=1)

    assert gauges.depth_by_kind() == {NEWS: 8}


def test_depth_reads_no_row_of_a_mailing_and_no_more_than_a_scrape_can_afford() -> None:
    many = "SELECT n AS cause, 'x'::bytea AS recipient, 'en' AS language FROM generate_series(1, 30000) AS n"
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), many, {})
    for cause in range(30):
        owe(NOTE, to=ADA.address, cause=cause)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_message, outbox_mailing")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + gauges._DEPTH, [20])
        (plan,) = cursor.fetchone()

    read = list(rows_read_of_messages(plan[0]["Plan"]))
    assert [name for name, _ in read] == ["messages_owed_one_by_one"]
    assert sum(number for _, number in read) == 20


def rows_read_of_messages(node: dict[str, Any]) -> Iterator[tuple[str, float]]:
    if node.get("Relation Name") == "outbox_message":
        yield node.get("Index Name", node["Node Type"]), node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    for child in node.get("Plans", []):
        yield from rows_read_of_messages(child)


def test_age_is_that_of_the_longest_waiting_message_of_any_priority() -> None:
    owe(CODE, to=ADA.address, cause=1)
    owe(NEWS, to=ADA.address, cause=1)
    Message.objects.filter(kind=NEWS).update(due_at=timezone.now() - timedelta(minutes=2))

    assert gauges.oldest_age() == pytest.approx(120, abs=5)


def test_mail_that_waits_for_its_time_is_not_late() -> None:
    owe(NOTE, to=ADA.address, cause=1, due=timezone.now() + timedelta(hours=1))

    assert gauges.oldest_age() == 0.0


def test_endings_are_counted_for_ever(sink: Sink) -> None:
    for cause in range(3):
        owe(NOTE, to=ADA.address, cause=cause)
    answers[1] = KeyError()
    deliver()
    owe(NOTE, to=ADA.address, cause=4)
    deliver()

    assert gauges.endings() == {(NOTE, "sent"): 3, (NOTE, "failed"): 1}
