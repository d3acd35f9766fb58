"""What check_log.py remembers from run to run, and what it says about it."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.letters.ledger.independent.making import KEY, put
from tests.letters.ledger.served import Check, Served, static_host

BUNDLE = "tile/entries/000"


@pytest.fixture
def address(served: Served) -> Iterator[str]:
    with static_host(served.root) as root:
        yield f"{root}/letters/artists/"


def signed_on(served: Served, many: int = 1) -> None:
    for _ in range(many):
        served.clerk.sign()
    served.write(served.clerk.entries)


def taken_back(served: Served, size: int) -> None:
    shutil.rmtree(served.log)
    served.write(served.clerk.entries[:size])


def kept(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "seen.json").read_text())["logs"][KEY.name]
    return found


def test_the_second_run_says_what_it_proved(check: Check, served: Served) -> None:
    first = check(served.root)
    signed_on(served)

    second = check(served.root)

    day = time.strftime("%Y-%m-%d", time.gmtime())
    assert "begins with" not in first.words
    assert f"  ok  begins with the 300 entries seen on {day}\n" in second.words


def test_a_memory_of_an_earlier_edition_has_no_date(check: Check, served: Served, tmp_path: Path) -> None:
    check(served.root)
    content = json.loads((tmp_path / "seen.json").read_text())
    del content["logs"][KEY.name]["seen"]
    (tmp_path / "seen.json").write_text(json.dumps(content))

    assert "begins with the 300 entries seen last time\n" in check(served.root).words


def test_a_rollback_after_a_run_that_found_something_is_noticed(check: Check, served: Served, address: str) -> None:
    put(served.letter, "count.json", json.dumps({"count": 7, "size": 300}).encode())
    assert check(address).status == 1
    taken_back(served, 200)

    assert "the log has shrunk" in check(address).last


def test_a_rollback_after_a_run_that_broke_off_is_noticed(check: Check, served: Served, address: str) -> None:
    check(address)
    signed_on(served)
    put(served.log, BUNDLE, b"nothing of the kind")
    assert check(address).status == 1
    taken_back(served, 300)

    assert "the log has shrunk" in check(address).last


def test_a_checkpoint_whose_entries_were_not_seen_replaces_no_older_one(
    check: Check, served: Served, address: str, tmp_path: Path
) -> None:
    check(address)
    before = kept(tmp_path)["checkpoint"]
    signed_on(served)
    (served.log / BUNDLE).unlink()
    assert check(address).status == 2
    unproven = (served.log / "checkpoint").read_text()

    assert kept(tmp_path)["checkpoint"] == before
    assert kept(tmp_path)["unproven"] == unproven


def test_a_checkpoint_is_proven_once_its_entries_are_there(
    check: Check, served: Served, address: str, tmp_path: Path
) -> None:
    check(address)
    signed_on(served)
    (served.log / BUNDLE).unlink()
    check(address)
    signed_on(served)

    assert "begins with the 301 entries seen on" in check(address).words
    assert kept(tmp_path)["checkpoint"] == (served.log / "checkpoint").read_text()
    assert "unproven" not in kept(tmp_path)


def test_a_history_that_contradicts_replaces_nothing(check: Check, served: Served, tmp_path: Path) -> None:
    check(served.root)
    before = kept(tmp_path)
    served.write([*served.clerk.entries[:10], *served.clerk.entries[11:], *served.clerk.entries[-5:]])
    assert check(served.root).status == 1

    assert kept(tmp_path) == before
