from datetime import timedelta

import pytest

from letters.guard import rules
from letters.guard.limits import may
from petition.lib.throttle import Window
from tests.moments import NOON


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "DOORS", {"resend": Window(2, 3600), "manage": Window(2, 3600)})


def knock(door: str = "resend", client: str = "192.0.2.1", minutes: float = 0) -> bool:
    return may(door, client, at=NOON + timedelta(minutes=minutes))


def test_the_limit_passes_and_one_more_does_not() -> None:
    assert [knock(), knock(), knock()] == [True, True, False]


def test_another_door_another_client_and_another_hour_are_open() -> None:
    for _ in range(3):
        knock()
    assert knock("manage")
    assert knock(client="192.0.2.2")
    assert knock(minutes=60)


def test_a_whole_site_may_knock_eight_times_as_often() -> None:
    knocks = [knock(client=f"2001:db8:0:{number:x}::1") for number in range(17)]
    assert knocks == [True] * 16 + [False]


def test_an_unknown_door_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        knock("cellar")
