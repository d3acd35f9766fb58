"""A log in PostgreSQL, sequenced to 100,000 entries and served over HTTP: four programs of four hands judge it."""

from pathlib import Path

import metamorphic_log
import pymerkle
import pytest

from letters.ledger import actions, reading, receipts
from letters.ledger.keys import vkey
from letters.ledger.models import Log
from tests.letters.ledger.independent.making import ORIGIN, mixture, put
from tests.letters.ledger.independent.programs import Go, sigstore
from tests.letters.ledger.independent.queueing import queue
from tests.live import Site

SIZES = (1, 255, 256, 257, 65_535, 65_536, 65_537, 99_999, 100_000)
SIZE = SIZES[-1]
INDEXES = (0, 1, 255, 256, 65_535, 65_536, SIZE - 1)


@pytest.fixture(scope="module")
def entries() -> list[bytes]:
    return mixture(SIZE)


@pytest.fixture
def notes(transactional_db: None, entries: list[bytes]) -> list[str]:
    """The checkpoints that a witness saw while the log grew; the last one is its head."""
    log, seen = actions.open_log(ORIGIN), []
    for first, end in zip((0, *SIZES), SIZES, strict=False):
        queue(log, entries[first:end], first)
        assert actions.sequence_waiting() == 1
        seen.append(reading.checkpoint_note(Log.objects.get(pk=log.pk)))
    return seen


def test_a_live_log_of_a_hundred_thousand_entries_holds_before_all_of_them(
    live_site: Site, go: Go, entries: list[bytes], notes: list[str], tmp_path: Path
) -> None:
    log, key = Log.objects.get(origin=ORIGIN), vkey(ORIGIN)

    _go_reads_all_of_it(go, f"{live_site.url}{log.path}", notes, tmp_path)
    _sigstore_finds_the_receipts(live_site, log, tmp_path)
    _rust_follows_the_growth(log, notes, key)
    _pymerkle_builds_the_same_tree(log, entries, metamorphic_log.checkpoint_verify(notes[-1], [key]).root)


def _go_reads_all_of_it(go: Go, address: str, notes: list[str], folder: Path) -> None:
    earlier = [put(folder, f"note-{number}", note.encode()) for number, note in enumerate(notes)]

    verdict = go(address, earlier=earlier)

    assert verdict.holds, verdict.words
    assert f"{SIZE} entries, 394 tiles authenticated" in verdict.words
    assert f"consistent with {len(SIZES)} earlier checkpoints" in verdict.words


def _sigstore_finds_the_receipts(site: Site, log: Log, folder: Path) -> None:
    given = [site.get(f"{log.path}/receipt/{index}").body for index in INDEXES]
    files = [put(folder, f"receipt-{index}", body) for index, body in zip(INDEXES, given, strict=True)]

    verdict = sigstore(vkey(ORIGIN), *files)

    assert verdict.words.splitlines() == [f"OK entry {index} is in {ORIGIN} at {SIZE}" for index in INDEXES]


def _rust_follows_the_growth(log: Log, notes: list[str], key: str) -> None:
    for size, note in zip(SIZES, notes, strict=True):
        proof = reading.consistency(log, size, SIZE)
        metamorphic_log.checkpoint_verify_consistency(note, notes[-1], [key], proof)


def _pymerkle_builds_the_same_tree(log: Log, entries: list[bytes], root: bytes) -> None:
    """From the entries as they were meant, so that nothing the site stored has a say in it."""
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)

    assert tree.get_root() == root
    for index in INDEXES:
        receipt = reading.receipt(log, index)
        assert isinstance(receipt, receipts.Receipt)
        # It counts from one, and begins a path with the leaf itself.
        assert tree.prove_inclusion(index + 1).path[1:] == receipt.proof
