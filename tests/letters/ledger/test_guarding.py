"""A log that lost entries stands still until they are back, and nothing that was asked meanwhile is lost."""

import logging
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.db import connection

from letters.ledger import copying, guarding, keys, outside
from letters.ledger.actions import open_log, sequence_waiting, turn
from letters.ledger.guarding import WentBack
from letters.ledger.models import Log, Objection, Operation
from petition.lib.notes import Checkpoint, join_note
from petition.lib.witness import Witness
from tests.letters.ledger.conftest import Restart
from tests.letters.ledger.writing import AT, TEXT, make_log

pytestmark = pytest.mark.django_db

WITNESS = "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f@https://witness.example"


@pytest.fixture
def log(restart: Restart) -> Log:
    return Log.objects.get(pk=make_log().pk)


def carry(log: Log, size: int, root: bytes = b"r" * 32) -> None:
    """Put a checkpoint into the copy, signed by the log, as if it had once grown so large."""
    text = Checkpoint(log.origin, size, root).text()
    note = join_note(text, [keys.signer(log.origin).sign(text)])
    outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", note.encode())


def is_queued_only(log: Log) -> bool:
    """Sign, and see whether the signature waits for its place."""
    with turn() as its:
        operation = its.sign(log.pk, subject=7, text=TEXT, card="", address="seven@example.org", at=AT)
    index = Operation.objects.get(pk=operation).index
    assert its.is_settled == (index is not None)
    return index is None


def test_a_size_seen_by_this_process_is_never_undone(log: Log) -> None:
    guarding.remember(log.pk, log.origin, 12)
    with pytest.raises(WentBack, match=f"{log.origin} has 11 entries here, but this process has seen 12"):
        guarding.check(log.pk, log.origin, 11)
    guarding.check(log.pk, log.origin, 12)


def test_a_rolled_back_number_given_again_is_another_log(log: Log) -> None:
    guarding.remember(log.pk, log.origin, 12)
    guarding.check(log.pk, "letters.example/letters/another/log", 0)


def test_a_larger_copy_stops_the_log_and_loses_no_signature(log: Log, copy_at: Path, restart: Restart) -> None:
    carry(log, 5)
    restart()

    assert is_queued_only(log)
    assert Log.objects.get(pk=log.pk).size == 1


def test_what_waited_gets_its_place_once_the_copy_agrees(log: Log, copy_at: Path, restart: Restart) -> None:
    carry(log, 5)
    restart()
    assert is_queued_only(log)

    carry(log, 1, bytes(log.root))
    sequence_waiting()

    assert Operation.objects.waiting().count() == 0


def test_another_history_of_the_same_size_stops_it_too(log: Log, copy_at: Path, restart: Restart) -> None:
    carry(log, 1)
    restart()
    with pytest.raises(WentBack, match="has seen others among the first 1"):
        guarding.check(log.pk, log.origin, 1)


def test_a_copy_that_agrees_is_asked_once(log: Log, copy_at: Path, restart: Restart) -> None:
    copying.copy_news()
    restart()
    guarding.check(log.pk, log.origin, 1)

    carry(log, 5)
    guarding.check(log.pk, log.origin, 1)


def test_a_server_that_took_over_is_compared_with_the_copy(
    log: Log, copy_at: Path, restart: Restart, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = guarding.Guard()
    guard.check(log.pk, log.origin, 1)
    carry(log, 5)

    guard._server = "the one before"
    guard._connections.clear()

    with pytest.raises(WentBack, match="the outside copy has seen 5"):
        guard.check(log.pk, log.origin, 1)


def test_a_new_connection_to_the_same_server_asks_nobody(log: Log, copy_at: Path) -> None:
    guard = guarding.Guard()
    guard.check(log.pk, log.origin, 1)
    carry(log, 5)

    guard._connections.clear()

    guard.check(log.pk, log.origin, 1)


def test_an_unreadable_copy_is_told_and_stops_nobody(
    log: Log, copy_at: Path, restart: Restart, caplog: pytest.LogCaptureFixture
) -> None:
    restart()
    copy_at.write_text("a file where the folder should be")
    with caplog.at_level(logging.ERROR):
        assert not is_queued_only(log)
    assert "The outside copy of" in caplog.text


def test_a_forged_checkpoint_in_the_copy_stops_nobody(log: Log, copy_at: Path, restart: Restart) -> None:
    text = Checkpoint(log.origin, 9, b"r" * 32).text()
    forged = join_note(text, [keys.signer("letters.example/another/log").sign(text)])
    outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", forged.encode())
    restart()

    assert not is_queued_only(log)


class TestObjections:
    @pytest.fixture(autouse=True)
    def witness(self, settings: LazySettings) -> str:
        settings.WITNESSES = (Witness.parse(WITNESS),)
        return "witness.example/w1"

    def test_a_witness_that_knows_more_stops_the_log(self, log: Log, restart: Restart, witness: str) -> None:
        guarding.object_to(log, by=witness, known=4)
        restart()
        assert is_queued_only(log)

    def test_it_stands_only_until_the_entries_are_back(self, log: Log, restart: Restart, witness: str) -> None:
        Objection.objects.create(log=log, by=witness, known=1)
        restart()
        assert not is_queued_only(log)

    def test_a_contradiction_stands_until_it_is_taken_back(self, log: Log, restart: Restart, witness: str) -> None:
        guarding.object_to(log, by=witness, known=1)
        restart()
        assert is_queued_only(log)

        guarding.agree(log, by=witness)
        restart()
        assert sequence_waiting() == 1

    def test_a_witness_that_is_asked_no_more_stops_nobody(
        self, log: Log, restart: Restart, witness: str, settings: LazySettings
    ) -> None:
        guarding.object_to(log, by=witness, known=4)
        settings.WITNESSES = ()
        restart()
        assert not is_queued_only(log)

    def test_a_site_log_that_lost_entries_stops_every_letter(self, log: Log, restart: Restart, witness: str) -> None:
        site = open_log("letters.example/log", kind=Log.Kind.SITE, at=AT)
        guarding.object_to(site, by=witness, known=3)
        restart()
        assert is_queued_only(log)

    def test_another_letter_is_not_concerned(self, log: Log, restart: Restart, witness: str) -> None:
        guarding.object_to(make_log(), by=witness, known=4)
        restart()
        assert not is_queued_only(log)

    def test_the_hot_path_asks_the_database_once_in_two_seconds(
        self, log: Log, restart: Restart, django_assert_num_queries: object
    ) -> None:
        restart()
        guarding.check(log.pk, log.origin, 1)
        with django_assert_num_queries(0, connection=connection):  # type: ignore[operator]
            guarding.check(log.pk, log.origin, 1)


def test_the_operator_is_told_both_ways_on(log: Log) -> None:
    told = str(WentBack(log.origin, 1, 5, "witness.example/w1"))
    assert "manage.py log import" in told
    assert "manage.py log rotate)" in told


@pytest.mark.parametrize("origin", ["letters.example/log", "letters.example:8000/log/2"])
def test_the_operator_is_told_the_one_way_on_of_the_site_s_log(origin: str) -> None:
    told = str(WentBack(origin, 1, 5, "witness.example/w1"))
    assert "manage.py log rotate --site" in told
    assert "import" not in told
