"""The verbs of writing."""

from letters.writing.actions.drafting import start
from letters.writing.actions.publishing import amend, close, close_past_due, publish, take_down

__all__ = ["amend", "close", "close_past_due", "publish", "start", "take_down"]
