"""The verbs of news to signers."""

from letters.updates.actions.beginning import begin_due
from letters.updates.actions.fanning import owe_next
from letters.updates.actions.following import follow, look
from letters.updates.actions.sending import cancel, go_on, pause, send, send_to_self
from letters.updates.actions.writing import choose, delete, keep, start

__all__ = [
    "begin_due",
    "cancel",
    "choose",
    "delete",
    "follow",
    "go_on",
    "keep",
    "look",
    "owe_next",
    "pause",
    "send",
    "send_to_self",
    "start",
]
