"""A database put back from a backup gets its missing entries from a copy, and believes no copy that is not its own."""

import shutil
from pathlib import Path

import pytest

from letters.ledger import exporting
from letters.ledger.actions import sequence_waiting, turn
from letters.ledger.auditing import audit
from letters.ledger.importing import BadCopy, bring_back
from letters.ledger.models import Checkpoint, Entry, Log, Opening, Operation, Tile
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.tampering import triggers_off
from tests.letters.ledger.writing import AT, NEXT_TEXT, card, make_log, sign, sign_many

pytestmark = pytest.mark.django_db

BACKUP = 301  # entries that the backup holds


@pytest.fixture
def log() -> Log:
    log = make_log()
    sign_many(log, BACKUP - 1)
    log.refresh_from_db()
    return log


def columns(log: Log) -> dict[str, object]:
    row = Log.objects.filter(pk=log.pk).values().get()
    return {name: row[name] for name in row if name not in ("id", "count")}


def live_on(log: Log) -> None:
    """What happens after the backup, to people it knows and to new ones."""
    signed = list(Operation.objects.filter(log=log, kind="sign").order_by("index").values_list("pk", flat=True))
    with turn() as its:
        its.edit(log.pk, of=signed[0], card=card("Ada King"), address="signer1@example.org", at=AT)
        its.withdraw(log.pk, of=signed[1], at=AT)
        its.strike(log.pk, of=signed[2], reason="fraud", at=AT)
        its.text(log.pk, number=2, sha256=NEXT_TEXT, at=AT)
    for number in range(1_000, 1_300):
        sign(log, number, text=NEXT_TEXT)


def copied(log: Log, folder: Path) -> Path:
    log.refresh_from_db()
    exporting.write(folder, exporting.files(log, is_shown=False))
    return folder


def put_back(log: Log, before: dict[str, object]) -> None:
    """Leave what a backup would have held."""
    newer = Operation.objects.filter(log=log, index__gte=BACKUP)
    with triggers_off():
        Opening.objects.filter(latest__in=newer).delete()
        cut_off(log, before)
        newer.delete()
    Operation.objects.filter(log=log).update(standing="live")


def cut_off(log: Log, before: dict[str, object]) -> None:
    """Shorten what never gets shorter."""
    Entry.objects.filter(log=log, index__gte=BACKUP).delete()
    Tile.objects.filter(log=log, number__gte=BACKUP // 256).delete()
    Checkpoint.objects.filter(log=log, size__gt=BACKUP).delete()
    Log.objects.filter(pk=log.pk).update(**before)


@pytest.fixture
def restored(log: Log, tmp_path: Path) -> tuple[Log, Path]:
    """The log as its backup has it, and the copy that has seen more."""
    before = columns(log)
    live_on(log)
    copy = copied(log, tmp_path / "copy")
    put_back(log, before)
    log.refresh_from_db()
    assert_sound(log)
    return log, copy


def test_missing_entries_come_back_and_the_log_is_the_one_that_was_shown(restored: tuple[Log, Path]) -> None:
    log, copy = restored

    done = bring_back(log, copy)

    assert (done.first, done.end, done.signings) == (BACKUP, BACKUP + 304, 300)
    log.refresh_from_db()
    assert_sound(log)
    assert audit(log.pk).count == 300 - 2 + 300


def test_the_log_goes_on_where_the_copy_ended(restored: tuple[Log, Path]) -> None:
    log, copy = restored
    bring_back(log, copy)

    sign(log, 5_000, text=NEXT_TEXT)

    assert audit(log.pk).size == BACKUP + 305


def test_bringing_back_twice_does_no_harm(restored: tuple[Log, Path]) -> None:
    log, copy = restored
    bring_back(log, copy)

    again = bring_back(log, copy)

    assert again.first == again.end
    assert audit(log.pk).size == BACKUP + 304


def test_an_operation_that_waited_in_the_backup_takes_its_entry(log: Log, tmp_path: Path) -> None:
    before = columns(log)
    waiting = sign(log, 77_777)
    copy = copied(log, tmp_path / "copy")
    Operation.objects.filter(pk=waiting).update(index=None, number=None)
    with triggers_off():
        cut_off(log, before)

    done = bring_back(log, copy)
    sequence_waiting()

    assert (done.signings, Operation.objects.get(pk=waiting).index) == (0, BACKUP)
    assert audit(log.pk).size == BACKUP + 1


def test_a_copy_of_another_log_is_refused(log: Log, tmp_path: Path) -> None:
    with pytest.raises(BadCopy, match="its checkpoint is not one of"):
        bring_back(log, copied(make_log(), tmp_path / "copy"))


def test_a_copy_that_contradicts_is_refused_and_the_entry_named(restored: tuple[Log, Path]) -> None:
    log, copy = restored
    bundle = copy / "tile" / "entries" / "000"
    bundle.write_bytes(bundle.read_bytes().replace(b"card public", b"card pubIic", 1))

    with pytest.raises(BadCopy, match=r"entry 1 is b'open-letter/v1 sign.* they are two histories"):
        bring_back(log, copy)


def test_entries_that_the_key_has_not_signed_for_are_refused(restored: tuple[Log, Path]) -> None:
    log, copy = restored
    bundle = next((copy / "tile" / "entries").glob("002.p/*"))
    data = bundle.read_bytes()
    at = data.rindex(b"commit ") + 10
    bundle.write_bytes(data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :])

    with pytest.raises(BadCopy, match="do not give the root"):
        bring_back(log, copy)

    log.refresh_from_db()
    assert log.size == BACKUP
    assert not Checkpoint.objects.filter(log=log, size__gt=BACKUP).exists()


def test_a_copy_without_a_bundle_is_refused(restored: tuple[Log, Path]) -> None:
    log, copy = restored
    shutil.rmtree(copy / "tile")

    with pytest.raises(BadCopy, match="can't be read"):
        bring_back(log, copy)
