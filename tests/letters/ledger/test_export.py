"""A log taken out of the database as files: what others read there is what the site serves."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from letters.ledger import archiving, exporting, keys
from letters.ledger.actions import forget, turn
from letters.ledger.models import Log
from tests.letters.ledger.independent.programs import Go, build_go
from tests.letters.ledger.served import Check
from tests.letters.ledger.writing import AT, card, make_log, sign_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    log = make_log()
    signed = sign_many(log, 600)
    with turn() as its:
        its.edit(log.pk, of=signed[0], card=card("Ada King"), address="signer1@example.org", at=AT)
        its.strike(log.pk, of=signed[4], reason="fraud", at=AT)
    log.refresh_from_db()
    return log


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Go:
    return Go(build_go(tmp_path_factory.mktemp("go")))


def export(log: Log, folder: Path, *, is_shown: bool = True) -> Path:
    exporting.write(folder, exporting.files(log, is_shown=is_shown))
    return folder


def test_an_export_holds_for_a_stranger(log: Log, tmp_path: Path, check: Check) -> None:
    verdict = check(export(log, tmp_path / "log"), "--vkey", keys.vkey(log.origin))

    assert verdict.status == 0, verdict.words
    assert f"{log.size} entries follow all rules" in verdict.words
    assert "399 cards of public signatures open what was signed" in verdict.words


def test_a_program_of_others_reads_an_export(log: Log, tmp_path: Path, go: Go) -> None:
    verdict = go(export(log, tmp_path / "log"), vkey=keys.vkey(log.origin))

    assert verdict.holds, verdict.words


def test_a_name_that_is_not_shown_is_in_no_export(log: Log, tmp_path: Path) -> None:
    export(log, tmp_path / "log", is_shown=False)

    assert not (tmp_path / "log" / "openings").exists()
    assert all(b"Signer" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_an_export_made_again_forgets_who_was_erased(log: Log, tmp_path: Path) -> None:
    export(log, tmp_path / "log")
    forget(log.operations.get(index=8).pk)

    export(log, tmp_path / "log")

    everything = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert rb"Signer 7\n" in everything
    assert rb"Signer 8\n" not in everything


def test_a_letter_taken_down_leaves_no_names_in_an_older_export(log: Log, tmp_path: Path) -> None:
    export(log, tmp_path / "log")

    export(log, tmp_path / "log", is_shown=False)

    assert not list((tmp_path / "log" / "openings").iterdir())


def archive(log: Log, file: Path) -> bytes:
    files = [archiving.read_me(log, vkey=keys.vkey(log.origin)), archiving.program()]
    archiving.pack(file, "artists-log", [*files, *exporting.files(log, is_shown=True)], time=log.time)
    return file.read_bytes()


def test_an_archive_is_the_same_bytes_each_time(log: Log, tmp_path: Path) -> None:
    assert archive(log, tmp_path / "one.tar.gz") == archive(log, tmp_path / "other.tar.gz")


def test_an_archive_verifies_without_us(log: Log, tmp_path: Path, check: Check) -> None:
    archive(log, tmp_path / "log.tar.gz")
    with tarfile.open(tmp_path / "log.tar.gz") as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")

    verdict = check(tmp_path / "unpacked" / "artists-log", "--vkey", keys.vkey(log.origin))

    assert verdict.status == 0, verdict.words
    assert (tmp_path / "unpacked" / "artists-log" / "README").read_text().startswith("The public signature log")


def test_an_archive_that_fails_half_way_leaves_the_older_one(log: Log, tmp_path: Path) -> None:
    before = archive(log, tmp_path / "log.tar.gz")

    def broken() -> Iterator[exporting.File]:
        yield "checkpoint", b"half"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        archiving.pack(tmp_path / "log.tar.gz", "artists-log", broken(), time=0)

    assert [path.name for path in tmp_path.iterdir()] == ["log.tar.gz"]
    assert (tmp_path / "log.tar.gz").read_bytes() == before
