"""A worker that is told to stop ends after the mail in flight."""

import os
import signal
from collections.abc import Iterator

import pytest

from petition.outbox import stopping


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What came to whoever listened before."""
    numbers: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGTERM, before)
    stopping.begin()


def test_a_signal_asks_to_stop_and_is_passed_on_once_that_is_done(heard: list[int]) -> None:
    stopping.begin()

    with stopping.politely():
        os.kill(os.getpid(), signal.SIGTERM)
        assert (stopping.asked(), heard) == (True, [])

    assert heard == [signal.SIGTERM]


def test_without_a_signal_nobody_is_asked(heard: list[int]) -> None:
    with stopping.politely():
        assert not stopping.asked()

    assert heard == []
