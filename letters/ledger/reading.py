"""What readers are given: checkpoints, tiles, entries, proofs, receipts. Nothing here changes a log."""

from letters.ledger import tiling
from letters.ledger.models import Checkpoint, Cosignature, Log, Opening, Tile
from letters.ledger.nodes import nodes_of
from letters.ledger.receipts import Receipt, Shown
from petition.lib import notes, tiles
from petition.lib.merkle import consistency_nodes, inclusion_nodes, prove
from petition.lib.tiles import ENTRIES, WIDTH


def log_at(path: str) -> Log | None:
    """The log that is served under "/letters/<slug>/log", "/log", or one of these with a number behind."""
    return Log.objects.shown().filter(path=path).first()


def checkpoint_note(log: Log, size: int | None = None) -> str:
    """The signed note of the newest checkpoint, or of the one of that size; Checkpoint.DoesNotExist without one."""
    checkpoint = Checkpoint.objects.get(log=log, size=log.size if size is None else size)
    text = notes.Checkpoint(log.origin, checkpoint.size, bytes(checkpoint.root)).text()
    witnesses = Cosignature.objects.filter(log=log, size=checkpoint.size).order_by("id")
    return notes.join_note(text, [checkpoint.line, *witnesses.values_list("line", flat=True)])


def newest_cosigned(log: Log, *, least: int = 0) -> int | None:
    """The size of the newest checkpoint that a witness has cosigned, if it holds that many entries."""
    cosigned = Cosignature.objects.filter(log=log, size__gte=least).order_by("-size")
    return cosigned.values_list("size", flat=True).first()


def tile(log: Log, wanted: tiles.Tile) -> bytes | None:
    """The bytes of a tile or a bundle of any width up to the present one; None where it is wider."""
    if wanted.level == ENTRIES:
        return bundle(log, wanted)
    if (log.size >> (tiles.HEIGHT * wanted.level)) < wanted.number * WIDTH + wanted.width:
        return None
    if wanted.width == WIDTH:
        return bytes(Tile.objects.get(log=log, level=wanted.level, number=wanted.number).hashes)
    first = wanted.number * WIDTH
    return b"".join(tiling.hashes(log.pk, wanted.level, first, first + wanted.width))


def bundle(log: Log, wanted: tiles.Tile) -> bytes | None:
    first = wanted.number * WIDTH
    end = first + wanted.width
    return tiles.bundle(tiling.bodies(log.pk, first, end)) if end <= log.size else None


def entry(log_id: int, index: int) -> bytes | None:
    return next(iter(entries(log_id, index, index + 1)), None)


def entries(log_id: int, first: int, end: int) -> list[bytes]:
    """The entries from `first` up to, not including, `end`."""
    return tiling.bodies(log_id, first, end)


def inclusion(log: Log, index: int, size: int) -> list[bytes]:
    """The proof that entry `index` is in the log at a size up to the present one, as RFC 6962 orders it."""
    plan = inclusion_nodes(index, size)
    return prove(plan, nodes_of(log, plan))


def consistency(log: Log, old: int, new: int) -> list[bytes]:
    """The proof that the log at one size is the beginning of itself at another, up to the present one."""
    plan = consistency_nodes(old, new)
    return prove(plan, nodes_of(log, plan))


def receipt(log: Log, index: int, *, size: int | None = None, opening: Opening | None = None) -> Receipt | None:
    """The receipt of an entry under the newest checkpoint or that of a given size; None where the log is shorter."""
    size = log.size if size is None else size
    found = entry(log.pk, index) if 0 <= index < size else None
    if found is None:
        return None
    return Receipt(found, _shown(opening), index, inclusion(log, index, size), checkpoint_note(log, size))


def receipt_of(signing_id: int) -> Receipt | None:
    """What the holder of a signature is given: its newest entry and what opens it; None until it has its place.

    Erased signers have none.
    """
    opening = Opening.objects.select_related("latest__log").filter(pk=signing_id).first()
    if opening is None or opening.latest.index is None:
        return None
    return receipt(opening.latest.log, opening.latest.index, opening=opening)


def openings(log_id: int, first: int, end: int) -> list[Opening]:
    """What opens the public signatures in force among these entries, each with its operations."""
    shown = Opening.objects.shown().select_related("operation", "latest")
    return list(shown.filter(latest__log=log_id, latest__index__gte=first, latest__index__lt=end))


def _shown(opening: Opening | None) -> Shown | None:
    if opening is None:
        return None
    return Shown(bytes(opening.salt), opening.card, bytes(opening.mail), bytes(opening.control))
