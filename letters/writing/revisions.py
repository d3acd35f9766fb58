"""The texts a draft has had, and who has it open."""

from datetime import datetime, timedelta
from typing import Protocol

from letters.writing.drafts import Draft
from letters.writing.merging import DraftText

# Twice the pause of the editor's script, and some for a slow line.
OPEN_FOR = timedelta(minutes=1)


class Text(Protocol):
    """A draft, a revision or a version."""

    title: str
    to: str
    body: str


def text_of(written: Text) -> DraftText:
    return DraftText(written.title, written.to, written.body, getattr(written, "note", ""))


def colleagues_at(draft: Draft, *, than: int, at: datetime) -> list[str]:
    """Who else has had this draft open in the last minute, by the names their team knows them under."""
    seats = draft.editors.filter(seen_at__gt=at - OPEN_FOR).exclude(user=than).select_related("user")
    return [str(seat.user) for seat in seats.order_by("pk")]
