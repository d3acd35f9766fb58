"""The tables of every room, where Django looks for them."""

from letters.guard.models import Block
from letters.ledger.models import Checkpoint, Cosignature, Entry, Log, Objection, Opening, Operation, Outside, Tile
from letters.moderation.models import Case, Claim, Decision, Report
from letters.signing.models import Figures, FirstSigner, Milestone, PaperList, Signature, WeeklyMailbox
from letters.updates.models import Sending, Update
from letters.writing.drafts import (
    Addressee,
    Draft,
    Editing,
    Image,
    Question,
    Response,
    Revision,
    Submission,
)
from letters.writing.models import Letter, Translation, Version

__all__ = [
    "Addressee",
    "Block",
    "Case",
    "Checkpoint",
    "Claim",
    "Cosignature",
    "Decision",
    "Draft",
    "Editing",
    "Entry",
    "Figures",
    "FirstSigner",
    "Image",
    "Letter",
    "Log",
    "Milestone",
    "Objection",
    "Opening",
    "Operation",
    "Outside",
    "PaperList",
    "Question",
    "Report",
    "Response",
    "Revision",
    "Sending",
    "Signature",
    "Submission",
    "Tile",
    "Translation",
    "Update",
    "Version",
    "WeeklyMailbox",
]
