"""Many at once on one log and on several, with real threads and connections of their own."""

from functools import partial

import pytest
from django.db import connection, transaction

from letters.ledger import locks
from letters.ledger.actions import sequence_waiting, turn
from letters.ledger.models import Log, Operation
from letters.ledger.queueing import Signing, queue_signings
from letters.ledger.refusals import NotStanding, TextChanged
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.writing import AT, NEXT_TEXT, TEXT, make_log, sign
from tests.letters.signing.trying import at_once, turn_taken_of

pytestmark = pytest.mark.django_db(transaction=True)


def sign_or_be_told(log: Log, subject: int) -> str:
    for text in (TEXT, NEXT_TEXT):
        try:
            sign(log, subject, text=text)
        except TextChanged:
            continue
        return "signed"
    return "never"


def amend(log: Log) -> str:
    with turn() as its:
        its.text(log.pk, number=2, sha256=NEXT_TEXT, at=AT)
    return "amended"


def strike(log: Log, signing: int) -> str:
    try:
        with turn() as its:
            its.strike(log.pk, of=signing, reason="fraud", at=AT)
    except NotStanding:
        return "already"
    return "struck"


def queue_and_die(log: Log) -> None:
    """Commit an operation without its entry, as a process does that is killed between the two."""
    queue_signings(log.pk, TEXT, [Signing(1, "", "ada@example.org", AT)])


def sign_impatiently(log: Log) -> bool:
    with turn() as its:
        its.sign(log.pk, subject=1, text=TEXT, card="", address="ada@example.org", at=AT)
    return its.is_settled


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


def test_many_at_once_each_get_an_index_of_their_own() -> None:
    log = make_log()

    at_once(*(partial(sign, log, subject) for subject in range(1, 61)))

    log.refresh_from_db()
    assert (log.size, log.count) == (61, 60)
    assert_sound(log)


def test_logs_do_not_wait_for_each_other() -> None:
    logs = [make_log() for _ in range(5)]

    at_once(*(partial(sign, log, subject) for subject in range(1, 9) for log in logs))

    for log in logs:
        assert_sound(log)
        assert log.count == 8


def test_nobody_consents_to_a_text_that_another_has_replaced() -> None:
    log = make_log()

    told = at_once(*(partial(sign_or_be_told, log, subject) for subject in range(1, 40)), partial(amend, log))

    assert set(told) == {"signed", "amended"}
    assert_sound(log)


def test_one_signature_is_struck_once_by_many() -> None:
    log = make_log()
    signing = sign(log)

    told = at_once(*[partial(strike, log, signing)] * 8)

    assert sorted(told) == ["already"] * 7 + ["struck"]
    assert_sound(log)


def test_what_a_process_left_behind_is_sequenced_by_the_sweep() -> None:
    log = make_log()
    queue_and_die(log)
    assert Operation.objects.waiting().count() == 1

    assert sequence_waiting() == 1

    assert not Operation.objects.waiting().exists()
    assert_sound(log)


def test_who_waits_too_long_is_told_so_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letters.ledger.actions.PATIENCE_MS", 100)
    log = make_log()

    with transaction.atomic():
        locks.consent(log.pk)
        [is_settled] = at_once(partial(sign_impatiently, log))

    assert not is_settled
    sequence_waiting()
    log.refresh_from_db()
    assert log.count == 1


def test_nobody_waits_for_the_turn_inside_a_transaction_of_their_own() -> None:
    log = make_log()

    with transaction.atomic():
        with turn_taken_of(log.pk):
            sign(log)
        waiting, limit = Operation.objects.waiting().count(), lock_timeout()

    assert (waiting, limit) == (1, "0")
    assert not Operation.objects.waiting().exists()
    assert_sound(log)
