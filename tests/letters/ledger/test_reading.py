"""What readers are given at every size that begins or ends a tile."""

import pytest

from letters.ledger import keys, reading, receipts
from letters.ledger.models import Log
from petition.lib.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from petition.lib.notes import Verifier
from petition.lib.tiles import ENTRIES, WIDTH, Tile, split_bundle
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.writing import make_log, sign, sign_many

pytestmark = pytest.mark.django_db

SIZES = (1, 2, 255, 256, 257, 600)


def log_of(size: int) -> Log:
    log = make_log()
    if size > 1:
        sign_many(log, size - 1)
    log.refresh_from_db()
    return log


def assert_proven(log: Log, indexes: tuple[int, ...]) -> None:
    for index in indexes:
        [body] = reading.entries(log.pk, index, index + 1)
        verify_inclusion(leaf_hash(body), index, log.size, reading.inclusion(log, index, log.size), bytes(log.root))


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_is_proven_and_every_tile_is_right(size: int) -> None:
    log = log_of(size)

    assert_sound(log)
    assert_proven(log, (0, size // 2, size - 1))


def test_the_second_level_of_tiles_fills_up() -> None:
    log = log_of(WIDTH**2 - 1)
    for size in (WIDTH**2 - 1, WIDTH**2, WIDTH**2 + 1):
        assert_sound(log)
        assert log.size == size
        assert (reading.tile(log, Tile(1, 0)) is None) == (size < WIDTH**2)
        assert_proven(log, (0, 255, 256, size - 1))
        sign(log, size)
        log.refresh_from_db()


@pytest.mark.parametrize(
    ("old", "new"), [(0, 600), (1, 600), (255, 256), (256, 257), (300, 600), (599, 600), (600, 600)]
)
def test_a_log_is_the_beginning_of_itself(old: int, new: int) -> None:
    log = log_of(600)
    leaves = [leaf_hash(body) for body in reading.entries(log.pk, 0, 600)]

    proof = reading.consistency(log, old, new)

    verify_consistency(old, root_of(leaves[:old]), new, root_of(leaves[:new]), proof)


@pytest.mark.parametrize("width", [1, 17, 87, 88])
def test_a_narrow_tile_is_the_beginning_of_a_wider_one(width: int) -> None:
    log = log_of(600)
    leaves = b"".join(leaf_hash(body) for body in reading.entries(log.pk, 512, 512 + width))

    assert reading.tile(log, Tile(0, 2, width)) == leaves
    assert split_bundle(reading.tile(log, Tile(ENTRIES, 2, width)) or b"") == reading.entries(log.pk, 512, 512 + width)


@pytest.mark.parametrize(
    "tile", [Tile(0, 2, 89), Tile(0, 2), Tile(0, 3, 1), Tile(1, 0, 3), Tile(2, 0, 1), Tile(ENTRIES, 2, 89)]
)
def test_what_is_wider_than_the_log_is_not_there(tile: Tile) -> None:
    assert reading.tile(log_of(600), tile) is None


def test_a_receipt_verifies_against_the_logs_key() -> None:
    log = make_log()
    operation = sign(log)
    sign_many(log, 300, first=2)

    receipt = reading.receipt_of(operation)

    assert receipt is not None
    checkpoint = receipts.verify(receipt, log=Verifier.parse(keys.vkey(log.origin)))
    assert (checkpoint.size, receipt.index) == (302, 1)
    assert receipts.parse(receipts.encode(receipt)) == receipt


def test_an_entry_that_is_not_there_has_no_receipt() -> None:
    log = log_of(3)

    assert reading.receipt(log, 3) is None
    assert reading.receipt(log, -1) is None


def test_only_public_signatures_in_force_are_opened() -> None:
    log = log_of(10)

    shown = reading.openings(log.pk, 0, WIDTH)

    assert [opening.latest.index for opening in shown] == [1, 2, 4, 5, 7, 8]
    assert all(opening.card for opening in shown)
