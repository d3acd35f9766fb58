import json
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from petition import health
from petition.outbox.actions import owe
from tests.live import Site


@pytest.mark.django_db
def test_a_site_with_everything_is_ready(client: Client) -> None:
    assert client.get("/ready").json() == {"database": "ok", "redis": "ok", "mail": "ok", "log": "ok"}


@pytest.mark.django_db
def test_redis_away_is_named_and_does_not_stop_the_site(client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["redis"]) == (200, "away")


@pytest.mark.django_db
def test_late_mail_is_named_and_does_not_stop_the_site(client: Client) -> None:
    with transaction.atomic():
        owe("signing.receipt", to="ada@example.org", cause=1, due=timezone.now() - timedelta(minutes=10))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["mail"]) == (200, "late")


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_makes_the_site_not_ready(client: Client) -> None:
    health.demand_migrated.cache_clear()
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("outbox", max(name for app, name in recorder.applied_migrations() if app == "outbox"))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": "not migrated"})


def test_without_the_database_the_process_lives_but_is_not_ready(site_without_database: Site) -> None:
    assert site_without_database.get("/up").body == b"up\n"
    answer = site_without_database.get("/ready")
    assert (answer.status, json.loads(answer.body)) == (503, {"database": "away"})


def test_health_is_never_cached(client: Client, db: None) -> None:
    for path in ("/up", "/ready"):
        assert "no-store" in client.get(path).headers["Cache-Control"]
