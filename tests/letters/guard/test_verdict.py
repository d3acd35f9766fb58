from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings

from letters.guard import actions, rules
from letters.guard.verdicts import Attempt, Verdict, verdict
from petition.lib.throttle import Window
from tests.moments import NOON

pytestmark = pytest.mark.django_db

ADA = Attempt(letter_id=1, address="ada@example.org", client="192.0.2.1", trap="", at=NOON)


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tries a network, five a letter, four an address: real rules, numbers a test can count to."""
    monkeypatch.setattr(rules, "PER_NETWORK", Window(3, 3600))
    monkeypatch.setattr(rules, "PER_LETTER", Window(5, 600))
    monkeypatch.setattr(rules, "PER_ADDRESS", Window(4, 3600))


def tries(count: int, **changes: object) -> list[Verdict]:
    """Tries of as many people with as many addresses."""
    return [verdict(replace(ADA, address=f"{number}@example.org", **changes)) for number in range(count)]


def test_an_ordinary_try_passes() -> None:
    assert verdict(ADA) == Verdict("pass")


def test_the_last_of_a_network_passes_and_the_next_is_held() -> None:
    assert tries(4) == [Verdict("pass")] * 3 + [Verdict("hold", "network")]


def test_a_limit_is_judged_by_when_the_request_came() -> None:
    tries(3)
    assert verdict(replace(ADA, at=NOON + timedelta(minutes=59))).action == "hold"
    assert verdict(replace(ADA, at=NOON + timedelta(hours=3))).action == "pass"


def test_an_ipv4_address_in_ipv6_clothes_is_itself() -> None:
    tries(3)
    assert verdict(replace(ADA, client="::ffff:192.0.2.1")) == Verdict("hold", "network")


def test_ipv6_neighbours_of_one_64_are_one() -> None:
    for host in (1, 2, 3):
        tries(1, client=f"2001:db8::{host}")
    assert verdict(replace(ADA, client="2001:db8::ffff:1")) == Verdict("hold", "network")
    assert verdict(replace(ADA, client="2001:db8:1::1")).action == "pass"


def test_a_site_of_many_64s_is_held_at_eight_times_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PER_LETTER", Window(100, 600))
    clients = [f"2001:db8:0:{number:x}::1" for number in range(25)]
    found = [verdict(replace(ADA, client=client, address=f"{client[-8:]}@example.org")) for client in clients]
    assert found == [Verdict("pass")] * 24 + [Verdict("hold", "wide-network")]


def test_a_busy_letter_is_held_from_everywhere_and_no_other_letter() -> None:
    for network in range(5):
        tries(1, client=f"198.51.100.{network}")
    assert verdict(ADA) == Verdict("hold", "letter")
    assert verdict(replace(ADA, letter_id=2, client="203.0.113.1")).action == "pass"


def test_one_mailbox_counts_as_one_however_it_is_spelled() -> None:
    spellings = ["ada@example.org", "Ada@example.org", "ada+1@example.org", "ada@EXAMPLE.org", "ADA+2@example.org"]
    clients = [f"198.51.100.{number}" for number in range(5)]
    pairs = zip(spellings, clients, strict=True)
    found = [verdict(replace(ADA, address=address, client=client)) for address, client in pairs]
    assert found == [Verdict("pass")] * 4 + [Verdict("hold", "address")]


def test_a_throwaway_domain_is_held() -> None:
    assert verdict(replace(ADA, address="ada@mailinator.com")) == Verdict("hold", "disposable")


def test_a_filled_trap_is_refused() -> None:
    assert verdict(replace(ADA, trap="http://spam.example")) == Verdict("refuse", "trap")


@pytest.mark.parametrize("address", ["a@bad.example", "a@mail.bad.example", "a@BAD.example"])
def test_a_blocked_domain_is_refused_with_all_below_it(address: str) -> None:
    actions.block_domain("bad.example", by="operator")
    assert verdict(replace(ADA, address=address)) == Verdict("refuse", "blocked-domain")


def test_a_domain_beside_a_blocked_one_is_welcome() -> None:
    actions.block_domain("bad.example", by="operator")
    assert verdict(replace(ADA, address="a@notbad.example")).action == "pass"


@pytest.mark.parametrize("address", ["troll@example.org", "Troll+2@Example.org"])
def test_a_blocked_address_is_refused_under_any_spelling(address: str) -> None:
    actions.block_address("troll+1@example.org", by="operator")
    assert verdict(replace(ADA, address=address)) == Verdict("refuse", "blocked-address")


def test_a_refusal_outweighs_a_hold() -> None:
    tries(3)
    assert verdict(replace(ADA, trap="x")) == Verdict("refuse", "trap")


def test_ten_times_the_limit_is_held_and_one_more_is_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PER_LETTER", Window(100, 600))
    found = tries(31)
    assert {outcome.action for outcome in found[3:30]} == {"hold"}
    assert found[30] == Verdict("flood", "network")


def test_a_flood_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    tries(50)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert verdict(ADA).action == "flood"


@pytest.mark.parametrize("address", ["ada@example.org", "ada@mailinator.com", "a@bad.example", "troll@example.org"])
@pytest.mark.parametrize("trap", ["", "x"])
def test_every_verdict_costs_one_query(address: str, trap: str, django_assert_num_queries: object) -> None:
    actions.block_domain("bad.example", by="operator")
    actions.block_address("troll@example.org", by="operator")
    with django_assert_num_queries(1):  # type: ignore[operator]
        verdict(replace(ADA, address=address, trap=trap))


def test_without_redis_limits_are_stricter_and_never_open(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    monkeypatch.setattr(rules, "PER_NETWORK", Window(2 * rules.WEB_PROCESSES, 3600))
    assert [outcome.action for outcome in tries(4)] == ["pass", "pass", "hold", "hold"]
