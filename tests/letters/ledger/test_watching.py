"""What an operator sees of the logs: at the start, on /ready, and in the gauges."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from time_machine import travel

from letters import tasks
from letters.ledger import checks, copying, gauges, guarding, keys, listing, outside, witnessing
from letters.ledger.models import Log, Objection, Operation
from petition.lib import notes
from tests.letters.ledger.conftest import Restart
from tests.letters.ledger.witness.specified import Answer, Specified
from tests.letters.ledger.writing import make_log

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]


def lose_entries(log: Log) -> None:
    """Let the copy hold a checkpoint that this database has no entries for."""
    text = notes.Checkpoint(log.origin, 9, b"r" * 32).text()
    note = notes.join_note(text, [keys.signer(log.origin).sign(text)])
    outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", note.encode())


def make_waiting(log: Log, *, since: timedelta) -> None:
    Operation.objects.create(log=log, kind="text", facts="", at=timezone.now() - since)


def test_logs_that_are_well_are_ready(client: Client) -> None:
    make_log()
    assert client.get("/ready").json()["log"] == "ok"


def test_a_log_that_went_back_is_named(client: Client, copy_at: Path) -> None:
    log = make_log()
    lose_entries(log)
    copying.copy_news()

    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["log"]) == (200, f"went back: {log.origin}")
    assert gauges.objections() == {"the outside copy": 1}


def test_changes_without_an_entry_are_late_after_a_while(client: Client) -> None:
    make_waiting(make_log(), since=timedelta(seconds=60))
    assert (gauges.waiting(), gauges.state()) == (1, "ok")

    with travel(timezone.now() + timedelta(seconds=90)):
        assert client.get("/ready").json()["log"] == "late"


def test_a_copy_that_falls_behind_is_named(copy_at: Path) -> None:
    make_log()
    assert (0 < gauges.not_copied_age() < 60, gauges.state()) == (True, "ok")

    with travel(timezone.now() + timedelta(minutes=6)):
        assert gauges.state() == "not copied"
        copying.copy_news()
        assert gauges.state() == "ok"


def test_without_a_copy_none_is_missed() -> None:
    make_log()
    assert gauges.not_copied_age() == 0.0


def test_a_witness_that_is_away_is_missed(specified: Specified) -> None:
    assert gauges.not_witnessed_age() == {specified.witness.name: 0.0}
    make_log()
    listing.list_checkpoints()
    with travel(timezone.now() + timedelta(minutes=20)):
        assert gauges.state() == "not witnessed"

    site = listing.site_log()
    specified.learn(site.origin, keys.vkey(site.origin))
    witnessing.ask(specified.witness.name)
    assert gauges.not_witnessed_age() == {specified.witness.name: 0.0}


def test_the_gauges_of_the_logs_are_scraped(client: Client, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = "s3cret"
    make_waiting(make_log(), since=timedelta())

    text = client.get("/metrics", headers={"Authorization": "Bearer s3cret"}).content.decode()
    assert "undersigned_log_waiting 1.0" in text
    assert "undersigned_log_not_copied_seconds 0.0" in text


class TestAtTheStart:
    def test_a_missing_copy_is_told(self, settings: LazySettings) -> None:
        (message,) = checks.a_copy_lies_outside()
        assert message.id == "letters.W001"

    def test_a_copy_is_nothing_to_tell_of(self, copy_at: Path) -> None:
        assert checks.a_copy_lies_outside() == []

    def test_a_database_that_went_back_is_told_with_both_ways_on(
        self, copy_at: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log = make_log()
        lose_entries(log)

        call_command("check", databases=["default"])

        told = capsys.readouterr().err
        assert f"The log {log.origin} has 1 entries here, but the outside copy has seen 9" in told
        assert "manage.py log import" in told

    def test_a_copy_that_agrees_is_silent(self, copy_at: Path) -> None:
        make_log()
        copying.copy_news()
        assert checks.no_log_went_back(databases=["default"]) == []

    def test_a_copy_that_can_not_be_read_is_told(self, copy_at: Path) -> None:
        log = make_log()
        outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", b"spoiled")
        (message,) = checks.no_log_went_back(databases=["default"])
        assert message.id == "letters.W003"


class TestTasks:
    def test_listing_is_followed_by_asking(
        self, specified: Specified, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_log()
        monkeypatch.setattr(tasks.ask_witness, "apply_async", lambda words, expires: tasks.ask_witness(*words))

        tasks.list_checkpoints()

        assert listing.site_log().origin in specified.asked

    def test_the_copy_is_made_by_its_task(self, copy_at: Path) -> None:
        log = make_log()
        tasks.copy_logs()
        assert (copy_at / log.path[1:] / "checkpoint").is_file()

    def test_a_log_without_news_that_stands_still_is_compared(self, copy_at: Path, restart: Restart) -> None:
        log = make_log()
        tasks.copy_logs()
        lose_entries(log)
        make_waiting(log, since=timedelta())

        tasks.copy_logs()

        assert Objection.objects.get().by == guarding.COPY

    def test_a_quick_failure_is_tried_again_and_a_hanging_witness_is_not(self, specified: Specified) -> None:
        make_log()
        listing.list_checkpoints()
        specified.misbehave = lambda text, old: Answer(500)
        result = tasks.ask_witness.apply((specified.witness.name,))
        assert (result.failed(), len(specified.asked)) == (True, 4)
