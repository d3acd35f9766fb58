"""News to many: owed in SQL, in turns with other news, paused, ended and counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from petition.lib.vault import seal
from petition.outbox import gauges, leases, mailings
from petition.outbox.actions import owe, retry
from petition.outbox.delivery import deliver
from petition.outbox.mailings import Batch
from petition.outbox.models import Mailing, Message
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NEWS, NOTE
from tests.sink import Sink

READERS = """
    SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language
      FROM generate_series(%(after)s + 1, least(%(after)s + 10, %(many)s)) AS n
"""


def news(cause: int, many: int) -> Mailing:
    """A mailing that owes as many messages, ten at once."""
    mailing, after = mailings.open_mailing(NEWS, cause=cause), 0
    while batch := owe_after(mailing, after, many):
        after = batch.last
    return mailing


def owe_after(mailing: Mailing, after: int, many: int) -> Batch | None:
    batch = mailings.owe_selected(mailing, READERS, {"sealed": seal(ADA.address), "after": after, "many": many})
    return batch if batch.read else None


def of(mailing: Mailing, state: str) -> int:
    return Message.objects.filter(mailing=mailing, state=state).count()


def test_a_mailing_owes_each_row_of_its_select_with_its_address_as_it_is_sealed() -> None:
    news(1, 23)

    messages = Message.objects.order_by("cause")
    assert [message.cause for message in messages] == list(range(1, 24))
    assert {message.address for message in messages} == {ADA.address}


def test_a_mailing_about_one_cause_is_opened_once() -> None:
    assert mailings.open_mailing(NEWS, cause=1) == mailings.open_mailing(NEWS, cause=1)


def test_what_is_urgent_goes_before_any_mailing() -> None:
    news(1, 10)
    owe(NOTE, to=ADA.address, cause=99)

    assert [message.cause for message in leases.claim(2)] == [99, 1]


def test_two_mailings_take_turns_however_many_the_first_has() -> None:
    long, short = news(1, 40), news(2, 4)

    claimed = leases.claim(8)

    assert [message.mailing_id for message in claimed].count(short.pk) == 4
    assert [message.mailing_id for message in claimed].count(long.pk) == 4


def test_a_paused_mailing_sends_nothing_and_goes_on_where_it_was(sink: Sink) -> None:
    mailing = news(1, 5)

    mailings.pause(mailing.pk)
    deliver()
    assert sink.mails == []
    mailings.go_on(mailing.pk)
    deliver()

    assert len(sink.mails) == 5


def test_what_was_claimed_before_the_pause_is_not_sent() -> None:
    mailing = news(1, 1)
    (message,) = leases.claim(1)

    mailings.pause(mailing.pk)

    assert leases.renew([message]) == set()


def test_a_cancelled_mailing_sends_nothing_more_and_says_how_many_that_were() -> None:
    mailing = news(1, 12)

    mailings.cancel(mailing.pk)
    mailings.go_on(mailing.pk)

    assert leases.claim(50) == []
    assert (mailings.close_cancelled(), of(mailing, "unwanted"), of(mailing, "owed")) == (12, 12, 0)


def test_a_mailing_that_is_cancelled_underway_says_truly_what_went_out() -> None:
    mailing = news(1, 5)
    Message.objects.filter(cause__lte=2).update(state="sent")
    Message.objects.filter(cause=3).update(state="retired")

    mailings.cancel(mailing.pk)

    assert mailings.close_cancelled() == 2
    assert [of(mailing, state) for state in ("sent", "retired", "unwanted")] == [2, 1, 2]


@pytest.mark.parametrize("change", [mailings.pause, mailings.go_on, mailings.cancel])
@pytest.mark.parametrize("over", ["sent", "cancelled"])
def test_what_is_over_stays_so(change: Callable[[int], None], over: str) -> None:
    mailing = news(1, 1)
    Mailing.objects.update(state=over)

    change(mailing.pk)

    assert Mailing.objects.get().state == over


def test_its_numbers_are_counted_of_its_rows() -> None:
    mailing = news(1, 6)
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    now = timezone.now()
    Message.objects.filter(pk__in=ids[:2]).update(state="sent", sent_at=now)
    Message.objects.filter(pk=ids[2]).update(state="sent", sent_at=now - timedelta(hours=1))
    Message.objects.filter(pk=ids[3]).update(state="retired")

    counted = mailings.count(mailing)

    assert (counted.sent, counted.owed, counted.refused, counted.unwanted, counted.lately) == (3, 2, 1, 0, 2)


def test_it_has_ended_once_nothing_of_it_is_owed(sink: Sink) -> None:
    mailing, now = news(1, 3), timezone.now()

    assert mailings.end(mailing, at=now) is False
    deliver()

    assert (mailings.end(mailing, at=now), mailings.end(mailing, at=now)) == (True, False)
    assert Mailing.objects.get().state == "sent"


def test_what_the_operator_retries_of_an_ended_mailing_goes_out_and_it_ends_again(sink: Sink) -> None:
    mailing = news(1, 3)
    Message.objects.update(state="retired")
    mailings.end(mailing, at=timezone.now())

    assert retry(Message.objects.all()) == 3
    deliver()
    mailings.end_reopened()

    assert len(sink.mails) == 3
    assert Mailing.objects.get().state == "sent"


def test_a_cancelled_mailing_is_not_retried() -> None:
    mailing = news(1, 3)
    Message.objects.update(state="retired")
    mailings.cancel(mailing.pk)

    assert retry(Message.objects.all()) == 0


def test_a_paused_mailing_is_late_on_purpose() -> None:
    mailing = news(1, 1)
    Message.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert gauges.oldest_age() > 3_000

    mailings.pause(mailing.pk)

    assert gauges.oldest_age() == 0.0


@pytest.mark.parametrize("many", [50_000])
def test_claiming_reads_the_indexes_and_nothing_else(many: int) -> None:
    values = {"sealed": seal(ADA.address), "many": many}
    all_at_once = (
        "SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language FROM generate_series(1, %(many)s) n"
    )
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), all_at_once, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_message, outbox_mailing")
        asked = {"priorities": [0, 10, 50], "now": timezone.now(), "until": timezone.now(), "size": 50, "lanes": 8}
        cursor.execute("EXPLAIN " + leases._CLAIM, asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "messages_owed_to_many" in plan
    assert "messages_owed_one_by_one" in plan
    assert "Seq Scan on outbox_message" not in plan
