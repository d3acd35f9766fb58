"""The verbs of writing."""

from letters.writing.actions.drafting import be_seen, keep, open_draft, start
from letters.writing.actions.publishing import amend, close, close_past_due, publish, take_down

__all__ = ["amend", "be_seen", "close", "close_past_due", "keep", "open_draft", "publish", "start", "take_down"]
