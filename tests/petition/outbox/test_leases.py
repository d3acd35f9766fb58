"""Who may send what: leases between workers that know nothing of each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from petition.lib.vault import seal
from petition.outbox import endings, leases, mailings
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE
from tests.sink import Sink


def test_a_claimed_message_is_not_claimed_again() -> None:
    owe(NOTE, to=ADA.address, cause=1)

    assert len(leases.claim(50)) == 1
    assert leases.claim(50) == []


def owe_to_many(many: int) -> None:
    readers = "SELECT n AS cause, %(to)s::bytea AS recipient, 'en' AS language FROM generate_series(1, %(many)s) AS n"
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), readers, {"to": seal(ADA.address), "many": many})


def owe_each(many: int) -> None:
    for cause in range(1, many + 1):
        owe(NOTE, to=ADA.address, cause=cause)


def test_a_claimed_message_of_a_mailing_is_not_claimed_again() -> None:
    owe_to_many(3)

    assert [[message.cause for message in leases.claim(size)] for size in (1, 50, 50)] == [[1], [2, 3], []]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("owe_some", [owe_each, owe_to_many])
def test_what_another_worker_is_just_claiming_is_not_waited_for(owe_some: Callable[[int], None]) -> None:
    owe_some(2)
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as other, connection.cursor() as cursor:
        other.execute("SELECT FROM outbox_message WHERE cause = 1 FOR UPDATE")
        cursor.execute("SET lock_timeout = '500ms'")
        try:
            assert [message.cause for message in leases.claim(50)] == [2]
        finally:
            cursor.execute("RESET lock_timeout")


def test_what_another_took_is_not_given_back() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    batch = leases.claim(50)
    taken = timezone.now() + timedelta(minutes=1)
    Message.objects.update(claimed_until=taken)

    leases.release(batch)

    assert Message.objects.get().claimed_until == taken


@pytest.mark.parametrize("owe_some", [owe_each, owe_to_many])
def test_a_message_of_a_killed_worker_is_claimed_after_its_lease(owe_some: Callable[[int], None]) -> None:
    owe_some(1)
    leases.claim(50)
    Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    assert len(leases.claim(50)) == 1


def test_the_most_urgent_and_then_the_oldest_are_claimed_first() -> None:
    for cause, kind in enumerate((NEWS, NOTE, NOTE, CODE)):
        owe(kind, to=ADA.address, cause=cause)

    claimed = leases.claim(3)

    assert [message.cause for message in claimed] == [3, 1, 2]


def test_a_worker_that_lost_its_lease_sends_nothing() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (slow,) = leases.claim(50)
    Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    (quick,) = leases.claim(50)

    assert leases.renew([slow]) == set()
    assert leases.renew([quick]) == {quick.pk}


def test_a_renewed_lease_lasts_as_long_as_the_slowest_conversation() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (message,) = leases.claim(50)

    leases.renew([message])

    held = Message.objects.get().claimed_until
    assert held == message.claimed_until
    assert held
    assert held > timezone.now() + timedelta(seconds=50)


def test_several_are_held_at_once_and_those_of_another_worker_left_out() -> None:
    for cause in range(3):
        owe(NOTE, to=ADA.address, cause=cause)
    first, second, third = leases.claim(50)
    Message.objects.filter(pk=second.pk).update(state="unwanted")

    assert leases.renew([first, second, third]) == {first.pk, third.pk}


def test_as_many_are_held_at_once_as_go_before_that_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    for cause in range(12):
        owe(NOTE, to=ADA.address, cause=cause)
    batch = leases.claim(50)
    monkeypatch.setattr(leases, "FRESH", 60.0)
    told: list[list[int]] = []
    held = leases.Leases(batch, rate=5 / 60, ready=lambda messages: told.append([one.cause for one in messages]))
    Message.objects.filter(pk=batch[6].pk).update(state="unwanted")

    assert [held.hold(position) for position in range(12)] == [position != 6 for position in range(12)]
    assert told == [[0, 1, 2, 3, 4], [5, 7, 8, 9], [10, 11]]


def test_what_was_held_a_while_ago_is_held_anew_before_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for cause in range(3):
        owe(NOTE, to=ADA.address, cause=cause)
    batch = leases.claim(50)
    held = leases.Leases(batch, rate=1000, ready=lambda messages: None)
    monkeypatch.setattr(leases, "FRESH", 0.0)
    assert held.hold(0)
    Message.objects.filter(pk=batch[1].pk).update(state="unwanted")

    assert [held.hold(position) for position in (1, 2)] == [False, True]


def test_a_late_worker_cannot_put_off_what_another_has_sent() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (message,) = leases.claim(50)
    Message.objects.update(state="sent", claimed_until=None)

    endings.postponed(message)
    endings.unwanted(message)

    assert Message.objects.get().state == "sent"


def test_a_late_worker_cannot_put_off_what_another_holds_now() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (message,) = leases.claim(50)
    taken = timezone.now() + timedelta(minutes=1)
    Message.objects.update(claimed_until=taken)

    endings.postponed(message)
    endings.unwanted(message)
    endings.retired(message, "no")

    assert list(Message.objects.values_list("state", "claimed_until", "due_at")) == [("owed", taken, message.due_at)]


def test_what_another_worker_took_meanwhile_is_left_to_it(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = leases.claim

    def claimed_and_lost(size: int) -> list[Message]:
        batch = claim(size)
        Message.objects.filter(cause=2).update(claimed_until=timezone.now() + timedelta(minutes=1))
        return batch

    monkeypatch.setattr(leases, "claim", claimed_and_lost)
    owe(NOTE, to=ADA.address, cause=1)
    owe(NOTE, to=NOOR.address, cause=2)

    deliver()

    assert sink.recipients == [ADA.address]


def test_what_was_not_tried_is_given_back() -> None:
    owe(NOTE, to=ADA.address, cause=1)

    leases.release(leases.claim(50))

    assert len(leases.claim(50)) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_claim_different_messages() -> None:
    for cause in range(60):
        owe(NOTE, to=ADA.address, cause=cause)

    def work(_: int) -> list[int]:
        claimed = [message.pk for message in leases.claim(10)]
        connection.close()
        return claimed

    with ThreadPoolExecutor(6) as pool:
        claims = [pk for claim in pool.map(work, range(6)) for pk in claim]

    assert len(claims) == len(set(claims)) >= 50


def test_a_heap_of_postponed_urgent_mail_is_not_read_through() -> None:
    Message.objects.bulk_create(
        Message(kind=CODE, cause=cause, recipient=b"x", identity=b"x", priority=0, due_at=later, retire_at=later)
        for later in [timezone.now() + timedelta(hours=1)]
        for cause in range(3000)
    )
    owe(NEWS, to=ADA.address, cause=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_message")

    assert [message.kind for message in leases.claim(10)] == [NEWS]
    assert _rows_read() < 100


def _rows_read() -> int:
    """How many messages the claim looks at, from the plan that PostgreSQL ran."""
    now = timezone.now()
    values = {"priorities": [0, 10, 20, 30, 40, 50], "now": now, "until": now, "size": 10, "lanes": 8}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + leases._CLAIM, values)
        (plan,) = cursor.fetchone()
    return sum(_removed(plan[0]["Plan"]))


def _removed(node: dict[str, object]) -> list[int]:
    read = int(str(node.get("Rows Removed by Filter", 0))) + int(str(node.get("Actual Rows", 0)).split(".")[0])
    here = read if node.get("Relation Name") == "outbox_message" else 0  # mailings of other tests lie dead in an index
    plans = node.get("Plans", [])
    assert isinstance(plans, list)
    return [here, *(number for child in plans for number in _removed(child))]
