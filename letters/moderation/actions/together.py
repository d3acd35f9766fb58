"""The same decision about many signatures: each its own transaction, so that an end half-way loses nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from accounts.models import User
from letters.moderation.actions.deciding import decide, undo
from letters.moderation.models import Decision
from letters.moderation.wishes import Wish
from petition.lib.refusal import Refused

# One preview, one look; a thousand is as much as anybody can answer for at once.
AT_MOST = 1_000
# As long as somebody waits for a page; what is left is gone on with by the next click.
SECONDS = 15.0


@dataclass(frozen=True)
class Progress:
    done: int = 0
    left_out: int = 0  # claimed, decided or changed by somebody else meanwhile
    to_do: int = 0


def decide_together(
    bulk: int, wish: Wish, seen: Mapping[int, int], *, person: User, seconds: float = SECONDS
) -> Progress:
    """Take a decision on each signature, as its moderator last saw it; asked again it goes on where it ended."""
    decided = set(Decision.objects.filter(bulk=bulk).values_list("subject_id", flat=True))
    open_still = [number for number in seen if number not in decided]
    until, left_out = time.monotonic() + seconds, 0
    for place, number in enumerate(open_still):
        if time.monotonic() > until:
            return Progress(_number_in(bulk), left_out, len(open_still) - place)
        try:
            decide(replace(wish, subject_id=number, seen=seen[number]), person=person, bulk=bulk)
        except Refused:
            left_out += 1
    done = _number_in(bulk)
    return Progress(done, len(seen) - done)


def undo_together(bulk: int, *, person: User, seconds: float = SECONDS) -> Progress:
    """Take all of them back, but for those that something was decided about since."""
    standing = Decision.objects.filter(bulk=bulk, by=person).standing().order_by("-id")
    numbers, until, left_out = list(standing.values_list("pk", flat=True)), time.monotonic() + seconds, 0
    for place, number in enumerate(numbers):
        if time.monotonic() > until:
            return Progress(place - left_out, left_out, len(numbers) - place)
        try:
            undo(number, person=person)
        except Refused:
            left_out += 1
    return Progress(len(numbers) - left_out, left_out)


def _number_in(bulk: int) -> int:
    return Decision.objects.filter(bulk=bulk).count()
