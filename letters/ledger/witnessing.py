"""Having witnesses outside our control cosign the log of the site, and the letters' own logs where they know them.

Signing never waits for this. A witness that has seen more of a log than this database holds, or something else, is
written down as an objection, and every process stops adding to that log.
"""

import logging
import time

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from letters.ledger import guarding, listing, reading
from letters.ledger.models import Cosignature, Log, Objection
from petition.lib.breaker import Breaker
from petition.lib.cosigning import (
    BadAnswer,
    Elsewhere,
    Hangs,
    Inconsistent,
    Refused,
    Unknown,
    add_checkpoint,
)
from petition.lib.witness import Witness

# Without news the site's log is shown again after so many seconds: a witness that knows more is found out then.
SHOWN_EVERY = 600.0
# A log that a witness does not know is not shown to it again for a day, as far as this process remembers.
UNKNOWN_FOR = 24 * 3600.0
# A witness that takes the question and stays silent is left alone by this process for so many seconds.
SILENT_FOR = 300.0
# Letters' logs shown to a witness in one round, so that a witness that knows none is not pestered.
MOST_LETTERS = 20
# Each answer may name another size, while other processes ask as well.
TRIES = 3

logger = logging.getLogger(__name__)


class Acquaintance:
    """What this process remembers of a witness; all of it may be forgotten."""

    def __init__(self) -> None:
        self.breaker = Breaker(SILENT_FOR)
        self._shown_at: dict[int, float] = {}
        self._unknown_until: dict[int, float] = {}

    def shown(self, log: Log) -> None:
        self._shown_at[log.pk] = time.monotonic()

    def is_long_ago(self, log: Log) -> bool:
        return time.monotonic() >= self._shown_at.get(log.pk, -SHOWN_EVERY) + SHOWN_EVERY

    def does_not_know(self, log: Log) -> None:
        """The site's log is what a witness is there for: somebody may be telling it just now."""
        again = SHOWN_EVERY if log.kind == Log.Kind.SITE else UNKNOWN_FOR
        self._unknown_until[log.pk] = time.monotonic() + again

    def unknown(self) -> list[int]:
        return [pk for pk, until in self._unknown_until.items() if time.monotonic() < until]


_acquaintances: dict[str, Acquaintance] = {}


def ask(name: str) -> int:
    """Show a witness what it has not cosigned yet; how many checkpoints it did.

    Raises NoAnswer when it is worth another try, Hangs when each try would cost the whole wait.
    """
    witness = next((one for one in settings.WITNESSES if one.name == name), None)
    known = _acquaintances.setdefault(name, Acquaintance())
    if witness is None or not known.breaker.may_try():
        return 0
    try:
        cosigned = sum(_show(witness, log, known) for log in _owed(witness, known))
    except Hangs:
        known.breaker.failed()
        raise
    known.breaker.succeeded()
    return cosigned


def leave_alone(name: str) -> None:
    """Ask a witness nothing for a while; its answer trickled until the task's time was up."""
    _acquaintances.setdefault(name, Acquaintance()).breaker.failed()


def _owed(witness: Witness, known: Acquaintance) -> list[Log]:
    news = _with_news(witness).exclude(pk__in=known.unknown())
    site = listing.open_site_log()
    shown = [site] if site and (known.is_long_ago(site) or news.filter(pk=site.pk).exists()) else []
    return shown + list(news.filter(kind=Log.Kind.LETTER)[:MOST_LETTERS])


def _with_news(witness: Witness) -> QuerySet[Log]:
    """Logs that grew since this witness cosigned them, or that it objects to; those it waits for longest come first."""
    cosigned = Cosignature.objects.filter(log=OuterRef("pk"), witness=witness.name).order_by("-size")
    objected = Objection.objects.filter(log=OuterRef("pk"), by=witness.name)
    logs = Log.objects.growing().alias(
        seen=Coalesce(Subquery(cosigned.values("size")[:1]), 0), seen_at=Subquery(cosigned.values("at")[:1])
    )
    return logs.filter(Q(size__gt=F("seen")) | Exists(objected)).order_by(F("seen_at").asc(nulls_first=True), "pk")


def _show(witness: Witness, log: Log, known: Acquaintance) -> bool:
    known.shown(log)
    try:
        return _cosigns(witness, log)
    except Unknown:
        known.does_not_know(log)
        level = logging.ERROR if log.kind == Log.Kind.SITE else logging.INFO
        logger.log(level, "The witness %s has not been told of %s", witness.name, log.origin)
    except (Refused, BadAnswer) as error:
        logger.error("The witness %s does not cosign %s: %s", witness.name, log.origin, error)
    return False


def _cosigns(witness: Witness, log: Log) -> bool:
    """Have the newest checkpoint cosigned, from whatever size the witness has seen last; False when it objects."""
    old = _seen(witness, log)
    for _ in range(TRIES):
        log.refresh_from_db()
        try:
            line = _add(witness, log, old)
        except Elsewhere as answer:
            if _objects(witness, log, old, answer.size):
                return False
            old = answer.size
        except Inconsistent:
            guarding.object_to(log, by=witness.name, known=old)
            return False
        else:
            _keep(witness, log, line)
            return True
    raise BadAnswer("it names another size each time")


def _seen(witness: Witness, log: Log) -> int:
    sizes = Cosignature.objects.filter(log=log, witness=witness.name).order_by("-size").values_list("size", flat=True)
    return sizes.first() or 0


def _add(witness: Witness, log: Log, old: int) -> str:
    note, proof = reading.checkpoint_note(log), reading.consistency(log, old, log.size)
    return add_checkpoint(witness, note, old=old, proof=proof)


def _objects(witness: Witness, log: Log, old: int, seen: int) -> bool:
    """Whether the size that a witness has seen means that this database has another past."""
    if seen == old < log.size:
        raise BadAnswer("it wants to be shown what it was shown")
    shown = log.size
    log.refresh_from_db()  # others may have shown it more while it was asked
    objects = seen > log.size or seen == old == shown
    if objects:
        guarding.object_to(log, by=witness.name, known=seen)
    return objects


def _keep(witness: Witness, log: Log, line: str) -> None:
    guarding.agree(log, by=witness.name)
    row = Cosignature(log=log, size=log.size, witness=witness.name, line=line)
    Cosignature.objects.bulk_create([row], ignore_conflicts=True)  # what was kept first stays
