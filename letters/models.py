"""The tables of every room, where Django looks for them."""

from letters.guard.models import Block
from letters.ledger.models import Checkpoint, Cosignature, Entry, Log, Objection, Opening, Operation, Outside, Tile
from letters.signing.models import Milestone, Signature
from letters.writing.models import Letter, Version

__all__ = [
    "Block",
    "Checkpoint",
    "Cosignature",
    "Entry",
    "Letter",
    "Log",
    "Milestone",
    "Objection",
    "Opening",
    "Operation",
    "Outside",
    "Signature",
    "Tile",
    "Version",
]
