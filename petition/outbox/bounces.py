"""Mail that came back after it was taken: who gets no more of it, and how that is lifted."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone

from petition.lib import emails, vault
from petition.outbox import endings, tallies
from petition.outbox.models import Bounce, Message, Suppression
from petition.outbox.refusals import LONGEST_REASON, without_addresses
from petition.outbox.refusing import Refusals

logger = logging.getLogger(__name__)

Sort = Bounce.Sort

# Mailboxes fill up, and servers fail over a weekend; what fails on five days of a month is looked after by nobody. Days
# are counted, because a provider tells of each of its tries.
SOFT_DAYS = 5
SOFT_WITHIN = timedelta(days=30)
KEPT_FOR = SOFT_WITHIN  # and nobody tells of the same event later than that

SUPPRESSES = {
    Sort.HARD: Suppression.Sort.MISSING,
    Sort.SOFT: Suppression.Sort.FAILING,
    Sort.COMPLAINT: Suppression.Sort.COMPLAINT,
}
UNKNOWN = "unknown"  # the kind of a mail that a provider tells of without saying which it was


@dataclass(frozen=True)
class Report:
    """One event about one address, by somebody we believe."""

    sort: Sort
    address: str
    reason: str
    key: str  # the same for the same event
    message_id: str = ""  # the provider's own, if it is told
    kind: str = ""


def sort_of(status: tuple[int, int, int]) -> Sort | None:
    """What an RFC 3463 status says of a mailbox; nothing, when it is about us."""
    level, subject, detail = status
    if subject == 7 or (subject == 1 and detail in (7, 8)):
        return None
    return Sort.HARD if level == 5 and subject == 1 else Sort.SOFT


@transaction.atomic
def take(report: Report, *, at: datetime | None = None) -> bool:
    """Count an event once, and mail the exact address no more if it is that bad; whether it was news."""
    at = at or timezone.now()
    identity = vault.exact_identity(report.address)
    facts = {"identity": identity, "sort": report.sort, "at": at}
    if not Bounce.objects.get_or_create(key=_hash(report.key), defaults=facts)[1]:
        return False
    tallies.add(Counter({(report.kind or _kind_of(report), report.sort.value): 1}))
    reason = without_addresses(" ".join(report.reason.split()))[:LONGEST_REASON]
    refusals = Refusals()
    refusals.note(emails.domain_of(report.address), reason)
    refusals.add()
    if report.sort is not Sort.SOFT or _days_of_trouble(identity, at) >= SOFT_DAYS:
        endings.suppress(report.address, reason, SUPPRESSES[report.sort])
        logger.warning("An address gets no more mail (%s): %s", report.sort.value, reason)
    return True


def arrived(address: str) -> None:
    """Its mailbox took a mail, so the trouble before is over."""
    Bounce.objects.filter(identity=vault.exact_identity(address), sort=Sort.SOFT).delete()


def suppression_of(address: str) -> Suppression | None:
    return Suppression.objects.filter(identity=vault.exact_identity(address)).first()


@transaction.atomic
def try_again(address: str, *, at: datetime | None = None) -> bool:
    """Mail an address again because its owner says that it works; once a day, and whether it was done."""
    at = at or timezone.now()
    identity = vault.exact_identity(address)
    facts = {"identity": identity, "sort": Sort.TRIED, "at": at}
    if not Bounce.objects.get_or_create(key=_hash(f"tried {identity.hex()} {at:%Y-%m-%d}"), defaults=facts)[1]:
        return False
    Bounce.objects.filter(identity=identity, sort=Sort.SOFT).delete()
    return Suppression.objects.filter(identity=identity).delete()[0] > 0


def forget(*, at: datetime) -> int:
    return Bounce.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _days_of_trouble(identity: bytes, at: datetime) -> int:
    lately = Bounce.objects.filter(identity=identity, sort=Sort.SOFT, at__gt=at - SOFT_WITHIN)
    return lately.annotate(day=TruncDate("at")).values("day").distinct().count()


def _kind_of(report: Report) -> str:
    """By the provider's own id, among the mails to its mailbox, of which there are few."""
    if not report.message_id:
        return UNKNOWN
    to_mailbox = Message.objects.filter(identity=vault.site_identity(report.address))
    return next((row.kind for row in to_mailbox if row.provider_id == report.message_id), UNKNOWN)


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
