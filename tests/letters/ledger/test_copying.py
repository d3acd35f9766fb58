"""What is carried outside, read back there as by somebody who has nothing else."""

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from letters.ledger import copying, keys, outside, reading
from letters.ledger.models import Checkpoint, Cosignature, Log, Objection, Outside
from petition.lib import notes, tiles
from petition.lib.merkle import leaf_hash, root_of
from tests.letters.ledger.writing import AT, make_log, sign, sign_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]


@pytest.fixture
def log(copy_at: Path) -> Log:
    return make_log()


def entries_in(folder: Path) -> list[bytes]:
    """The entries under the copy's checkpoint, once its signature and its root have been found good."""
    origin = (folder / "checkpoint").read_text().splitlines()[0]
    verifier = notes.Verifier.parse((folder / "vkey").read_text().strip())
    known = notes.Checkpoint.parse(notes.open_note((folder / "checkpoint").read_bytes(), verifier))
    entries = [entry for number in range(-(-known.size // tiles.WIDTH)) for entry in bundle(folder, known, number)]
    assert (verifier.vkey, root_of(map(leaf_hash, entries))) == (keys.vkey(origin), known.root)
    return entries


def bundle(folder: Path, known: notes.Checkpoint, number: int) -> list[bytes]:
    width = min(tiles.WIDTH, known.size - number * tiles.WIDTH)
    return tiles.split_bundle((folder / tiles.path_of(tiles.Tile(tiles.ENTRIES, number, width))).read_bytes())


def folder_of(log: Log, copy_at: Path) -> Path:
    return copy_at / log.path[1:]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_log_is_carried_out_whole(log: Log, copy_at: Path) -> None:
    sign_many(log, 300)

    assert copying.copy_news() == 1
    assert entries_in(folder_of(log, copy_at)) == reading.entries(log.pk, 0, 301)
    assert Outside.objects.get(log=log).copied == 301


def test_it_lies_there_as_it_is_served(log: Log, copy_at: Path) -> None:
    sign_many(log, 300)
    copying.copy_news()

    assert files(folder_of(log, copy_at)) == {
        "checkpoint",
        "vkey",
        "tile/entries/000",
        "tile/entries/001.p/45",
        "tile/0/000",
        "tile/0/001.p/45",
        "tile/1/000.p/1",
    }
    for tile in (tiles.Tile(0, 0), tiles.Tile(0, 1, 45), tiles.Tile(1, 0, 1)):
        kept = folder_of(log, copy_at) / tiles.path_of(tile)
        assert kept.read_bytes() == reading.tile(Log.objects.get(pk=log.pk), tile)


def test_the_edge_that_was_outgrown_is_dropped(log: Log, copy_at: Path) -> None:
    for many, first in ((3, 1), (4, 4), (248, 8), (1, 256)):
        sign_many(log, many, first=first)
        copying.copy_news()

        assert len(entries_in(folder_of(log, copy_at))) == first + many
    assert files(folder_of(log, copy_at)) == {
        "checkpoint",
        "vkey",
        "tile/entries/000",
        "tile/entries/001.p/1",
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
    }


def test_nothing_is_written_when_there_is_no_news(log: Log, copy_at: Path) -> None:
    copying.copy_news()
    written = (folder_of(log, copy_at) / "checkpoint").stat().st_mtime_ns

    assert copying.copy_news() == 0
    assert copying.look_over() == 1
    assert (folder_of(log, copy_at) / "checkpoint").stat().st_mtime_ns == written


def test_an_empty_log_is_carried_too(copy_at: Path) -> None:
    log = make_log()
    copying.copy_news()
    assert (folder_of(log, copy_at) / "checkpoint").read_text() == reading.checkpoint_note(Log.objects.get(pk=log.pk))


def test_no_name_no_address_and_no_salt_goes_out(log: Log, copy_at: Path) -> None:
    sign(log, 1)
    copying.copy_news()

    carried = b"".join(path.read_bytes() for path in copy_at.rglob("*") if path.is_file())
    assert b"Signer" not in carried
    assert b"example.org" not in carried


def test_a_round_that_was_cut_short_is_finished_by_the_next(
    log: Log, copy_at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_many(log, 300)
    left = iter(range(3))
    write = outside.write

    def breaks(*args: object) -> None:
        if next(left, None) is None:
            raise outside.Away("the disk is full")
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(outside, "write", breaks)
    assert copying.copy_news() == 0
    assert not (folder_of(log, copy_at) / "checkpoint").exists()

    monkeypatch.setattr(outside, "write", write)
    assert copying.copy_news() == 1
    assert len(entries_in(folder_of(log, copy_at))) == 301


def test_a_copy_that_was_lost_is_made_anew(log: Log, copy_at: Path) -> None:
    copying.copy_news()
    shutil.rmtree(copy_at)

    copying.look_over()

    assert entries_in(folder_of(log, copy_at)) == reading.entries(log.pk, 0, 1)


def test_a_checkpoint_that_the_log_did_not_sign_is_replaced(log: Log, copy_at: Path) -> None:
    copying.copy_news()
    path = folder_of(log, copy_at) / "checkpoint"
    path.write_text(path.read_text().replace("\n1\n", "\n9\n"))

    copying.look_over()

    assert len(entries_in(folder_of(log, copy_at))) == 1
    assert not Objection.objects.exists()


def test_a_cosigned_checkpoint_is_carried_as_well(log: Log, copy_at: Path) -> None:
    line = notes.Signer("witness.example/w1", b"w" * 32).sign("any text\n")
    Cosignature.objects.create(log=log, size=1, witness="witness.example/w1", line=line)
    sign(log)
    copying.copy_news()

    assert (folder_of(log, copy_at) / "cosigned").read_text() == reading.checkpoint_note(log, 1)


def test_a_larger_copy_is_left_as_it_is_and_stops_the_log(log: Log, copy_at: Path) -> None:
    known = notes.Checkpoint(log.origin, 9, b"r" * 32)
    note = notes.join_note(known.text(), [keys.signer(log.origin).sign(known.text())])
    outside.write(outside.storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", note.encode())

    assert copying.copy_news() == 0
    assert (folder_of(log, copy_at) / "checkpoint").read_text() == note
    objection = Objection.objects.get(log=log)
    assert (objection.known, objection.contradicts) == (9, False)


def test_the_copy_agrees_again_once_the_entries_are_back(log: Log, copy_at: Path) -> None:
    Objection.objects.create(log=log, by="the outside copy", known=2)
    sign(log)
    copying.copy_news()

    assert not Objection.objects.exists()


def test_without_a_place_nothing_is_carried(settings: LazySettings) -> None:
    make_log()
    assert (copying.copy_news(), copying.look_over()) == (0, 0)


def test_every_size_is_read_back(copy_at: Path) -> None:
    log = make_log()
    for size, more in ((255, 254), (256, 1), (257, 1), (513, 256)):
        sign_many(log, more, first=size)
        copying.copy_news()
        assert len(entries_in(folder_of(log, copy_at))) == size
    assert Checkpoint.objects.filter(log=log, at__gte=AT).exists()
