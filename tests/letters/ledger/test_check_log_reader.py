"""What check_log.py says to a reader's own slips, which prove nothing against a log, and how it counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.letters.ledger.independent.making import KEY, make_log, mixture
from tests.letters.ledger.served import PROGRAM, Check, Served, clerk
from tests.letters.ledger.vectors import VECTORS


def test_without_its_package_it_says_how_to_install_it() -> None:
    alone = [sys.executable, "-I", "-S", str(PROGRAM), "http://127.0.0.1:9/"]

    done = subprocess.run(alone, capture_output=True, text=True, timeout=60)

    assert done.returncode == 2
    assert done.stdout.startswith("COULD NOT CHECK: the Python package `cryptography` is missing; ")
    assert "`pip install cryptography`" in done.stdout
    assert not done.stderr


@pytest.mark.parametrize("option", ["--vkey", "--witness"])
@pytest.mark.parametrize("vkey", ["nonsense", "a+b+c", KEY.vkey[:-3], KEY.vkey.replace("+", "+0", 1), "né+1+é"])
def test_a_key_that_is_none_has_no_verdict(check: Check, served: Served, option: str, vkey: str) -> None:
    verdict = check(served.root, option, vkey)

    assert verdict.status == 2
    assert verdict.last.startswith(f"COULD NOT CHECK: what {option} gives is no key")


def test_the_key_of_a_witness_is_not_the_key_of_a_log(check: Check, served: Served) -> None:
    verdict = check(served.root, "--vkey", VECTORS["keys"]["witness_vkey"])

    assert verdict.status == 2
    assert "it belongs to --witness" in verdict.last


def test_a_memory_that_can_not_be_written_has_no_verdict(check: Check, served: Served, tmp_path: Path) -> None:
    verdict = check(served.root, "--state", str(tmp_path / "nowhere" / "seen.json"))

    assert verdict.status == 2
    assert "name another with --state" in verdict.last


def test_the_key_of_a_folder_is_taken_from_the_folder(check: Check, served: Served) -> None:
    assert "its key is taken from the folder itself" in check(served.root).words


def test_a_single_thing_is_called_one(check: Check, tmp_path: Path) -> None:
    served = Served(tmp_path / "site", clerk(2))
    honest = check(served.root)
    served.replace("log/text/1", "Keep it open", "Close it down")

    assert "1 text is the one that was signed" in honest.words
    assert "OK: 1 signature in 2 entries of" in honest.last
    assert check(served.root).last.startswith("TAMPERED: 1 thing that an honest log never shows")


def test_a_log_of_one_entry_is_said_so_and_a_small_one_has_no_speed(check: Check, tmp_path: Path) -> None:
    make_log(tmp_path / "log", mixture(1))

    assert "  ok  1 entry follows all rules, and gives the signed root\n" in check(tmp_path / "log").words
