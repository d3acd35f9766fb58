"""The log of the site: its entries are checkpoints of the letters' logs, so that whoever witnesses it witnesses all."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from letters.ledger.actions import Turn, open_log, turn
from letters.ledger.models import Checkpoint, Log, Outside
from petition.lib import notes

# A busy letter shall not fill the log that every verifier reads: 1,440 entries a day at most.
LISTED_EVERY = timedelta(minutes=1)
# Checkpoints listed in one transaction.
MOST_AT_ONCE = 5_000


def site_log() -> Log:
    """The log of the site that still grows; the first call opens it, under the host of that day for ever."""
    return open_site_log() or _opened()


def open_site_log() -> Log | None:
    return Log.objects.growing().filter(kind=Log.Kind.SITE).first()


def _opened() -> Log:
    origin = f"{settings.SITE.netloc}/log"
    try:
        return open_log(origin, kind=Log.Kind.SITE)
    except IntegrityError:  # somebody else was faster
        return Log.objects.get(origin=origin)


def list_checkpoints(*, at: datetime | None = None) -> int:
    """Put into the site's log what the letters' logs have signed since they were last listed; how many that were."""
    at = at or timezone.now()
    due = list(_due(at).values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not due:
        return 0
    site = site_log()
    Outside.objects.bulk_create([Outside(log_id=pk) for pk in due], ignore_conflicts=True)
    with turn() as its:
        books = list(_locked(due, at))
        for book in books:
            _list(its, site, book, at)
    return len(books)


def _due(at: datetime) -> QuerySet[Log]:
    early = Q(outside__listed_at__gt=at - LISTED_EVERY)
    grown = Q(outside=None, size__gt=0) | Q(size__gt=F("outside__listed"))
    return Log.objects.shown().filter(grown, kind=Log.Kind.LETTER).exclude(early).order_by("pk")


def _locked(due: list[int], at: datetime) -> QuerySet[Outside]:
    """Those of the due logs that no other round is listing or has listed just now."""
    free = Outside.objects.select_for_update(skip_locked=True, of=("self",)).select_related("log")
    return free.filter(log__in=due, log__size__gt=F("listed")).exclude(listed_at__gt=at - LISTED_EVERY).order_by("pk")


def _list(its: Turn, site: Log, book: Outside, at: datetime) -> None:
    checkpoint = Checkpoint.objects.get(log=book.log, size=book.log.size)
    text = notes.Checkpoint(book.log.origin, checkpoint.size, bytes(checkpoint.root)).text()
    its.checkpoint(site.pk, subject=book.log_id, note=notes.join_note(text, [checkpoint.line]), at=at)
    book.listed, book.listed_at = checkpoint.size, at
    book.save(update_fields=["listed", "listed_at"])
