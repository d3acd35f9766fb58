"""What the operator reads about the mail: lines of text without an address."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from petition.outbox import domains, gauges, pauses, refusing, tallies, troubles
from petition.outbox.models import Mailing, Suppression


def overview() -> Iterator[str]:
    """What is owed and what was given up, by kind, with how old it is and why it failed."""
    yield from _pause()
    yield from _domains()
    yield from _owed()
    yield from _mailings()
    yield from _sent()
    yield from _reasons("Failed, and will be tried again", "failing")
    yield from _reasons("Given up", "given-up")
    yield from _refusing()
    if suppressed := Suppression.objects.count():
        yield f"\n{suppressed} suppressed addresses: manage.py outbox suppressed"


def suppressions() -> Iterator[str]:
    for row in Suppression.objects.order_by("since", "id"):
        yield f"{row.since:%Y-%m-%d %H:%M}  {row.reason}"


def age(since: timedelta) -> str:
    """A short word for how long: 12 s, 3 min, 5 h, 2 d."""
    seconds = max(0, int(since.total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _pause() -> Iterator[str]:
    if pause := pauses.current():
        yield f"SENDING PAUSES since {pause.since:%Y-%m-%d %H:%M:%S} UTC, after {pause.refusals} refusals in a row."
        yield f"  {pause.reason}"
        yield f"  Next try at {pause.until:%H:%M:%S} UTC, or at once: manage.py outbox retry\n"


def _domains() -> Iterator[str]:
    for domain in domains.waiting():
        yield f"{domain.name} asks us to come later, {domain.refusals} times in a row since {_moment(domain.since)}."
        yield f"  {domain.reason}"
        yield f"  Asked again at {domain.until:%H:%M:%S} UTC, or at once: manage.py outbox retry\n"


def _owed() -> Iterator[str]:
    """Mailings stand below with their own numbers: counting a million rows here would take as long as sending some."""
    rows = gauges.singles()
    if not rows:
        yield "Nothing is owed." if not Mailing.objects.under_way().exists() else "Nothing is owed but these mailings:"
        return
    yield f"{'owed':>9} {'due':>9} {'oldest':>8}  kind"
    for row in rows:
        more = " (and more, not counted)" if row.is_more else ""
        yield f"{row.owed:>9} {row.due:>9} {age(timezone.now() - row.since):>8}  {row.kind}{more}"


def _mailings() -> Iterator[str]:
    for place, mailing in enumerate(Mailing.objects.under_way().order_by("id")):
        if not place:
            yield f"\n{'owed':>9} {'sent':>9} {'refused':>9} {'unwanted':>9} {'in 60 s':>8}  mailing"
        numbers = f"{mailing.owed:>9} {mailing.sent:>9} {mailing.refused:>9} {mailing.unwanted:>9} {mailing.lately:>8}"
        yield f"{numbers}  {mailing.kind} {mailing.cause}, {mailing.state}, counted {_moment(mailing.counted_at)}"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "never"


def _sent() -> Iterator[str]:
    for place, row in enumerate(tallies.sent_lately()):
        if not place:
            yield f"\n{'a minute':>9} {'an hour':>9}  sent"
        yield f"{row.in_a_minute:>9.1f} {row.in_an_hour:>9}  {row.kind}"


def _reasons(title: str, which: str) -> Iterator[str]:
    for place, trouble in enumerate(troubles.by_kind(which)):
        if not place:
            yield f"\n{title}:"
        for reason in trouble.reasons:
            yield f"{reason.number:>9}  {trouble.kind}: {reason.words} (newest: {reason.newest})"
        if trouble.others:
            yield f"{trouble.others:>9}  {trouble.kind}: other reasons"
        if trouble.is_more:
            yield f"{'more':>9}  {trouble.kind}: not counted"


def _refusing() -> Iterator[str]:
    for place, row in enumerate(refusing.most()):
        if not place:
            yield "\nRefused in the last day, by domain:"
        yield f"{row.number:>9}  {row.domain}: {row.reason}"
