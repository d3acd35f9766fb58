"""The doorbell, against a real Redis, an absent one, and one that takes calls and says nothing."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from celery import Celery

from petition.celery import app
from petition.outbox import bell
from petition.outbox.bell import Bell
from tests.faults.running import until


class Door:
    """Counts rings; the first one may fail."""

    def __init__(self, *errors: Exception) -> None:
        self.rings = 0
        self.errors = list(errors)

    def __call__(self) -> None:
        self.rings += 1
        if self.errors:
            raise self.errors.pop()


@pytest.fixture
def silent_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def publisher(address: str) -> Bell:
    """A bell of a process whose Redis is somewhere else."""
    celery = Celery(broker=address)
    celery.conf.update({name: app.conf[name] for name in ("broker_transport_options", "task_publish_retry")})
    return Bell(lambda: celery.send_task("nobody"))


def test_a_ring_reaches_redis() -> None:
    with app.connection_for_read() as connection:
        before = connection.default_channel.client.llen(app.conf.task_default_queue)
        bell.ring()
        until(lambda: connection.default_channel.client.llen(app.conf.task_default_queue) == before + 1, 5)


def test_a_ring_for_later_reaches_redis_with_its_hour() -> None:
    with app.connection_for_read() as connection:
        redis, queue = connection.default_channel.client, app.conf.task_default_queue
        before = redis.llen(queue)
        bell.ring_later()
        until(lambda: redis.llen(queue) == before + 1, 5)

        headers = json.loads(redis.lindex(queue, 0))["headers"]

    assert headers["eta"] > datetime.now(UTC).isoformat()


def test_many_rings_at_once_are_a_few() -> None:
    door = Door()
    doorbell = Bell(door)

    for _ in range(1000):
        doorbell.ring()
    time.sleep(3 * bell.GAP)

    assert 1 <= door.rings <= 3


def test_after_a_failure_the_bell_is_silent_for_a_while() -> None:
    door = Door(OSError("Redis is away"))
    doorbell = Bell(door)

    doorbell.ring()
    until(lambda: door.rings == 1, 2)
    time.sleep(2 * bell.GAP)
    doorbell.ring()
    time.sleep(2 * bell.GAP)

    assert door.rings == 1


def test_a_bell_whose_thread_died_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    door = Door(ZeroDivisionError())
    doorbell = Bell(door)

    doorbell.ring()
    until(lambda: door.rings == 1, 2)
    until(lambda: bool(doorbell._thread and not doorbell._thread.is_alive()), 2)
    doorbell.ring()

    until(lambda: door.rings == 2, 2)


def test_ringing_waits_for_no_silent_redis(silent_server: int) -> None:
    doorbell = publisher(f"redis://127.0.0.1:{silent_server}/0")

    for _ in range(100):
        doorbell.ring()

    assert doorbell._silent_until == 0  # the one attempt is still waiting for its answer
    until(lambda: doorbell._silent_until > 0, 5)


def test_an_absent_redis_silences_the_bell_for_a_while() -> None:
    doorbell = publisher("redis://127.0.0.1:1/0")

    doorbell.ring()

    until(lambda: doorbell._silent_until > 0, 5)
