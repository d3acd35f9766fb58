import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from petition.lib.hits import Hits
from petition.lib.throttle import ANSWER_SECONDS, Throttle, Window
from tests.moments import NOON
from tests.petition.lib.neighbours import OwnRedis, own_redis, silent_server
from tests.petition.lib.test_throttle import hit

EIGHT = Window(8, 60)
MOST_SECONDS = 0.2  # the best of three, since the machine may be busy


@pytest.fixture
def server() -> Iterator[OwnRedis]:
    with own_redis() as running:
        yield running


def over(throttle: Throttle, tries: int, window: Window = EIGHT) -> int:
    """How many of some tries get through."""
    return sum(hit(throttle, number / 1000, window=window) <= window.limit for number in range(tries))


def seconds_of(throttle: Throttle) -> float:
    began = time.monotonic()
    hit(throttle)
    return time.monotonic() - began


def test_a_stopped_redis_makes_limits_stricter_and_never_open(server: OwnRedis) -> None:
    server.stop()
    assert over(Throttle(server.url, processes=1), 20) == 8
    assert over(Throttle(server.url, processes=4), 20) == 2
    assert over(Throttle(server.url, processes=100), 20) == 1


def test_a_redis_stopped_in_between_is_no_error(server: OwnRedis) -> None:
    throttle = Throttle(server.url, processes=4)
    assert over(throttle, 3) == 3
    server.stop()
    assert over(throttle, 20) == 2


def test_a_flood_is_a_flood_without_redis_too(server: OwnRedis) -> None:
    server.stop()
    throttle = Throttle(server.url, processes=4)
    positions = [hit(throttle, number / 1000, window=EIGHT) for number in range(40)]
    assert positions[19] == 80
    assert positions[20] > 80
    assert positions[20:] == [positions[20]] * 20


def test_a_hanging_redis_costs_a_moment_once(server: OwnRedis) -> None:
    throttles = [Throttle(server.url) for _ in range(3)]
    for throttle in throttles:
        hit(throttle)
    server.freeze()
    assert min(map(seconds_of, throttles)) <= MOST_SECONDS
    assert min(seconds_of(throttles[0]) for _ in range(5)) < 0.02


def test_a_server_that_accepts_and_stays_silent_costs_a_moment_once() -> None:
    with silent_server() as url:
        throttles = [Throttle(url, processes=4) for _ in range(3)]
        assert min(map(seconds_of, throttles)) <= MOST_SECONDS
        assert min(seconds_of(throttles[0]) for _ in range(5)) < 0.02


def test_when_the_pause_is_over_one_request_alone_waits_for_a_hanging_redis() -> None:
    with silent_server() as url:
        throttle = Throttle(url, pause=0.4)
        hit(throttle)
        time.sleep(0.4)
        with ThreadPoolExecutor(4) as crowd:
            waits = sorted(crowd.map(lambda _: seconds_of(throttle), range(4)))
    assert waits[2] < ANSWER_SECONDS <= waits[3]


def test_requests_that_wait_for_a_hanging_redis_together_are_all_counted(server: OwnRedis) -> None:
    """Whoever gives up first must leave alone what the others still read from."""
    throttle = Throttle(server.url, pause=0)
    server.freeze()
    with ThreadPoolExecutor(8) as crowd:
        positions = list(crowd.map(lambda number: hit(throttle, number / 1000, window=EIGHT), range(40)))
    assert sorted(positions) == list(range(1, 41))


def test_a_redis_that_comes_back_counts_again(server: OwnRedis) -> None:
    throttle = Throttle(server.url, processes=8, pause=0.05)
    server.stop()
    assert hit(throttle, window=EIGHT) == 8
    server.start()
    time.sleep(0.06)
    assert [hit(throttle, window=EIGHT), hit(throttle, window=EIGHT)] == [1, 2]


def test_a_failure_is_reported_once(server: OwnRedis, caplog: pytest.LogCaptureFixture) -> None:
    server.stop()
    throttle = Throttle(server.url, pause=0)
    with caplog.at_level(logging.INFO, "petition.lib.throttle"):
        over(throttle, 5)
        server.start()
        over(throttle, 5)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_many_names_take_bounded_memory_and_share_one_limit() -> None:
    here = Hits(most_keys=3)
    for key in "abc":
        here.hit(key, 0, 60, 30)
    assert [here.hit(key, 1, 60, 30) for key in "defg"] == [1, 2, 3, 4]
    assert here.hit("a", 1, 60, 30) == 2


def test_names_of_the_past_make_room() -> None:
    here = Hits(most_keys=3)
    for key in "abc":
        here.hit(key, 0, 60, 30)
    assert [here.hit(key, 121, 60, 30) for key in "def"] == [1, 1, 1]


def test_a_moment_is_not_the_machines_but_the_requests(server: OwnRedis) -> None:
    server.stop()
    throttle = Throttle(server.url)
    throttle.hit([("k", EIGHT)], at=NOON)
    assert hit(throttle, 61, window=EIGHT) == 1
