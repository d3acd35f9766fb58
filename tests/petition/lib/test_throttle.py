from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from redis import Redis

from petition.lib.hits import Hits
from petition.lib.throttle import Throttle, Window
from tests.moments import NOON

THREE_A_MINUTE = Window(3, 60)


@pytest.fixture
def throttle(settings: LazySettings) -> Throttle:
    return Throttle(settings.REDIS_URL)


@pytest.fixture
def redis(settings: LazySettings) -> Redis:
    return Redis.from_url(settings.REDIS_URL)


def hit(throttle: Throttle, seconds: float = 0, key: str = "k", window: Window = THREE_A_MINUTE) -> int:
    [position] = throttle.hit([(key, window)], at=NOON + timedelta(seconds=seconds))
    return position


def test_each_hit_is_told_its_position(throttle: Throttle) -> None:
    assert [hit(throttle, second) for second in range(5)] == [1, 2, 3, 4, 5]


def test_a_hit_leaves_the_window_exactly_when_it_is_over(throttle: Throttle) -> None:
    for key in "ab":
        hit(throttle, 0, key)
    assert hit(throttle, 59.999999, "a") == 2
    assert hit(throttle, 60, "b") == 1


def test_the_window_moves_and_does_not_start_anew(throttle: Throttle) -> None:
    for second in (50, 55, 59):
        hit(throttle, second)
    assert hit(throttle, 61) == 4
    assert hit(throttle, 110) == 4  # 55, 59, 61 and itself
    assert hit(throttle, 115) == 4  # 59, 61, 110 and itself


def test_a_slow_queue_changes_no_verdict(throttle: Throttle) -> None:
    for second in (0, 1):
        hit(throttle, second)
    for second in (61, 62, 63):
        hit(throttle, second)
    assert hit(throttle, 0.5) == 3


def test_the_order_of_handling_lets_no_extra_hit_through(throttle: Throttle) -> None:
    assert [hit(throttle, second) for second in (5, 3, 4, 1)] == [1, 2, 3, 4]


def test_keys_are_counted_apart(throttle: Throttle) -> None:
    for _ in range(3):
        hit(throttle, key="a")
    assert hit(throttle, key="b") == 1


def test_several_keys_cost_one_round_trip(throttle: Throttle, redis: Redis) -> None:
    hit(throttle)
    before = redis.info("stats")["total_reads_processed"]
    found = throttle.hit([(f"k{number}", Window(number + 1, 60)) for number in range(4)], at=NOON)
    assert found == [1, 1, 1, 1]
    assert redis.info("stats")["total_reads_processed"] - before == 2  # the hit, and this question


def test_of_fifty_at_once_exactly_the_limit_passes(throttle: Throttle) -> None:
    with ThreadPoolExecutor(16) as crowd:
        positions = list(crowd.map(lambda number: hit(throttle, number / 1000, window=Window(20, 60)), range(50)))
    assert sorted(positions) == list(range(1, 51))


def test_a_flood_is_told_so_and_takes_no_more_memory(throttle: Throttle, redis: Redis) -> None:
    positions = [hit(throttle, number / 1000) for number in range(40)]
    assert positions[-1] == 31
    assert redis.zcard("k") == 30


def test_what_is_past_is_forgotten(throttle: Throttle, redis: Redis) -> None:
    hit(throttle)
    assert 60_000 < redis.pttl("k") <= 120_000
    hit(throttle, 121)
    assert redis.zcard("k") == 1


def test_a_wiped_redis_starts_from_nothing_and_counts_on(throttle: Throttle, redis: Redis) -> None:
    for _ in range(4):
        hit(throttle)
    redis.flushdb()
    redis.script_flush()
    assert [hit(throttle), hit(throttle)] == [1, 2]


MOMENTS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 400_000)), max_size=40)


def counted(moments: list[tuple[str, int]], hit_one: Callable[[str, int], int]) -> list[int]:
    return [hit_one(key, milliseconds) for key, milliseconds in sorted(moments, key=lambda moment: moment[1])]


def by_hand(moments: list[tuple[str, int]]) -> list[int]:
    """What anybody would count with a finger: earlier hits less than a minute ago, at most thirty of them, and one."""
    noted: list[tuple[str, int]] = []

    def hit_one(key: str, at: int) -> int:
        recent = [moment for other, moment in noted if other == key and at - 60_000 < moment]
        if len(recent) < 30:
            noted.append((key, at))
        return len(recent) + 1

    return counted(moments, hit_one)


@examples(max_examples=60)
@given(MOMENTS)
def test_redis_counts_as_one_would_by_hand(moments: list[tuple[str, int]]) -> None:
    from_redis = Throttle(configured.REDIS_URL)
    run = uuid4().hex
    assert counted(moments, lambda key, at: hit(from_redis, at / 1000, key + run)) == by_hand(moments)


@given(MOMENTS)
def test_memory_counts_as_one_would_by_hand(moments: list[tuple[str, int]]) -> None:
    here = Hits()
    assert counted(moments, lambda key, at: here.hit(key, at, 60_000, 30)) == by_hand(moments)
