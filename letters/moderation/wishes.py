"""What a moderator asks for, and what it takes to do it and to take it back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from letters.moderation.models import Decision, Subject


@dataclass(frozen=True)
class Wish:
    """A decision as somebody means it, before anybody knows whether it may stand."""

    kind: Subject
    subject_id: int
    verdict: Decision.Verdict
    reason: str = ""
    words: str = ""  # to the public, or to whoever it concerns
    note: str = ""  # for moderators alone
    seen: int = 0  # the newest decision on the subject that its moderator knew of


@dataclass(frozen=True)
class Deed:
    """Who decides, and when."""

    person: User
    at: datetime

    @property
    def by(self) -> str:
        """The moderator as the history names them."""
        return f"user {self.person.pk}"


@dataclass(frozen=True)
class Done:
    """Which letter it was about, and what undoing needs to know."""

    letter_id: int
    before: dict[str, Any] = field(default_factory=dict)


def nobody(decision: Decision) -> None:
    """Some decisions are told to nobody."""


@dataclass(frozen=True)
class Effect:
    """What a verdict does, all of it in the caller's transaction; a subject in another state is `Refused`."""

    do: Callable[[Wish, Deed], Done]
    undo: Callable[[Decision, Deed], None]
    tell: Callable[[Decision], None] = nobody  # owes the mails
