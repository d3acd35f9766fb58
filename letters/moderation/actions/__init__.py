"""The verbs of the desk."""

from letters.moderation.actions.claiming import claim, release
from letters.moderation.actions.deciding import decide, undo

__all__ = ["claim", "decide", "release", "undo"]
