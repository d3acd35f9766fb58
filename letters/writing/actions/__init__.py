"""The verbs of writing."""

from letters.writing.actions.amending import amend
from letters.writing.actions.answering import mark_delivered, publish_response
from letters.writing.actions.closing import (
    archive,
    bring_back,
    close,
    close_past_due,
    open_again,
    take_down,
    unarchive,
)
from letters.writing.actions.deciding import approve, ask_changes, reject, reopen
from letters.writing.actions.describing import Particulars, describe
from letters.writing.actions.drafting import be_seen, keep, open_draft, start
from letters.writing.actions.illustrating import add_image, drop_orphans, remove_image
from letters.writing.actions.publishing import publish, publish_due
from letters.writing.actions.submitting import appeal, submit, submit_translation, take_back
from letters.writing.actions.translating import begin_translation

__all__ = [
    "Particulars",
    "add_image",
    "amend",
    "appeal",
    "approve",
    "archive",
    "ask_changes",
    "be_seen",
    "begin_translation",
    "bring_back",
    "close",
    "close_past_due",
    "describe",
    "drop_orphans",
    "keep",
    "mark_delivered",
    "open_again",
    "open_draft",
    "publish",
    "publish_due",
    "publish_response",
    "reject",
    "remove_image",
    "reopen",
    "start",
    "submit",
    "submit_translation",
    "take_back",
    "take_down",
    "unarchive",
]
