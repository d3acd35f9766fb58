"""The tables of every room, where Django looks for them."""

from letters.guard.models import Block
from letters.signing.models import Milestone, Signature, Tally
from letters.writing.models import Letter, Version

__all__ = ["Block", "Letter", "Milestone", "Signature", "Tally", "Version"]
