"""check_log.py, run as a journalist runs it: on a folder, on a web server, for the first and the second time."""

import ast
import json
import sys
import time
from pathlib import Path

import pytest

from tests.letters.ledger.independent.making import KEY, make_log, mixture, put
from tests.letters.ledger.served import PROGRAM, Check, Served, static_host
from tests.letters.ledger.vectors import VECTORS


def test_an_honest_letter_holds_in_everything(check: Check, served: Served) -> None:
    verdict = check(served.root, "--vkey", KEY.vkey)

    assert verdict.status == 0
    assert "300 entries follow all rules" in verdict.words
    assert "4 texts are those that were signed" in verdict.words
    assert "names on the public list are those that were signed" in verdict.words
    assert verdict.last.startswith("OK: ")


def test_it_reads_a_site_by_the_address_of_a_letter(check: Check, served: Served) -> None:
    with static_host(served.root) as address:
        verdict = check(f"{address}/letters/artists/")

    assert verdict.status == 0, verdict.words
    assert "its key is taken from the site itself" in verdict.words


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_537])
def test_logs_of_every_size_hold(check: Check, tmp_path: Path, size: int) -> None:
    make_log(tmp_path / "log", mixture(size))

    assert check(tmp_path / "log").status == 0


def test_the_published_vector_holds_with_its_witness(check: Check, tmp_path: Path) -> None:
    log = tmp_path / "log"
    make_log(log, [entry.encode() for entry in VECTORS["entries"]])
    (log / "checkpoint").write_text(VECTORS["checkpoint"])
    (log / "vkey").write_text(VECTORS["keys"]["log_vkey"] + "\n")

    verdict = check(log, "--witness", VECTORS["keys"]["witness_vkey"])

    assert verdict.status == 0, verdict.words
    assert "witness.example.net/w1 saw it at 8 entries" in verdict.words


def test_a_witness_who_saw_nothing_leaves_it_unchecked(check: Check, served: Served) -> None:
    assert check(served.root, "--witness", VECTORS["keys"]["witness_vkey"]).status == 2


def test_a_log_that_grew_is_the_one_seen_last_time(check: Check, served: Served) -> None:
    check(served.root)
    served.clerk.sign()
    served.write(served.clerk.entries)

    assert check(served.root).status == 0


def test_what_is_remembered_is_the_newest_that_held(check: Check, served: Served, tmp_path: Path) -> None:
    check(served.root)

    kept = json.loads((tmp_path / "seen.json").read_text())["logs"][KEY.name]

    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert kept == {"vkey": KEY.vkey, "checkpoint": (served.log / "checkpoint").read_text(), "seen": today}


def test_texts_and_names_that_are_not_shown_are_said_to_be_unchecked(check: Check, tmp_path: Path) -> None:
    make_log(tmp_path / "log", mixture(50))

    verdict = check(tmp_path / "log")

    assert verdict.status == 0
    assert "1 of its texts is not shown" in verdict.words
    assert "the names on the public list were not compared" in verdict.words


@pytest.mark.parametrize("target", ["nowhere", "http://127.0.0.1:9/letters/x/", "ftp://example.org/"])
def test_what_can_not_be_read_has_no_verdict(check: Check, target: str) -> None:
    verdict = check(target)

    assert verdict.status == 2
    assert verdict.last.startswith("COULD NOT CHECK: ")


def test_it_stands_alone_and_reads_as_python_of_2020() -> None:
    tree = ast.parse(PROGRAM.read_text(), feature_version=(3, 9))

    imported = {
        name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_translation_is_read_and_compared_with_its_entry(check: Check, served: Served) -> None:
    text = b"open-letter/v1 text\nversion 1\nlang de\n\nOffen halten.\n"
    served.clerk.translate(1, "de", text)
    served.write(served.clerk.entries)
    assert "1 of its translations is not shown" in check(served.root).words

    put(served.log, "text/1.de", text)
    assert "1 translation is the one published" in check(served.root).words

    put(served.log, "text/1.de", text.upper())
    verdict = check(served.root)
    assert verdict.status == 1
    assert "text 1.de is not the translation that entry" in verdict.words
