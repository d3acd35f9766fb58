"""A log's tables, read back and recomputed from its entries alone."""

from letters.ledger import keys, reading
from letters.ledger.models import Checkpoint, Log, Operation, Tile
from letters.ledger.replay import Replay
from petition.lib import notes
from petition.lib.merkle import leaf_hash, root_of
from petition.lib.tiles import HEIGHT, WIDTH


def replayed(log: Log) -> Replay:
    """The log, read by its rules from the first entry on."""
    replay = Replay(log.origin)
    for body in reading.entries(log.pk, 0, Log.objects.get(pk=log.pk).size):
        replay.take(body)
    return replay


def assert_sound(log: Log) -> None:
    """Everything the log shows follows from its entries, and every operation has one of them."""
    log.refresh_from_db()
    leaves = [leaf_hash(body) for body in reading.entries(log.pk, 0, log.size)]
    indexes = Operation.objects.filter(log=log).order_by("index").values_list("index", flat=True)

    assert list(indexes) == list(range(log.size))
    assert_tally_follows(log)
    assert root_of(leaves) == bytes(log.root)
    assert_tiles_follow(log, leaves)
    assert_checkpoints_follow(log, leaves)


def assert_tally_follows(log: Log) -> None:
    if log.kind == Log.Kind.LETTER:
        tally = replayed(log).tally
        assert (tally, tally.count) == ((log.signed, log.withdrawn, log.struck), log.count)


def assert_tiles_follow(log: Log, leaves: list[bytes]) -> None:
    level, row = 0, leaves
    while row:
        full = [row[at : at + WIDTH] for at in range(0, len(row) - len(row) % WIDTH, WIDTH)]
        tiles = list(Tile.objects.filter(log=log, level=level).order_by("number"))
        assert [bytes(tile.hashes) for tile in tiles] == [b"".join(hashes) for hashes in full]
        level, row = level + 1, [root_of(hashes) for hashes in full]
    assert not Tile.objects.filter(log=log, level__gte=level or HEIGHT).exists()


def assert_checkpoints_follow(log: Log, leaves: list[bytes]) -> None:
    verifier = notes.Verifier.parse(keys.vkey(log.origin))
    for checkpoint in Checkpoint.objects.filter(log=log):
        text = notes.open_note(reading.checkpoint_note(log, checkpoint.size), verifier)
        assert notes.Checkpoint.parse(text) == (log.origin, checkpoint.size, root_of(leaves[: checkpoint.size]))
