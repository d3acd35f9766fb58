"""Which domains have refused our mail, how often and with which words, in the last day."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from petition.outbox.counts import DomainRefusals

KEPT_FOR = timedelta(days=1)
SHOWN_AT_MOST = 20

_STATUS = re.compile(r"(?<![\d.])([245]\d\d)?[ -]?([245]\.\d{1,3}\.\d{1,3})?(?![\d.])")

_ADD = """
INSERT INTO outbox_domainrefusals AS known (at, domain, status, number, reason)
SELECT %(hour)s, one.* FROM unnest(%(domains)s::varchar[], %(statuses)s::varchar[], %(numbers)s::bigint[],
                                   %(reasons)s::varchar[]) AS one (domain, status, number, reason)
ORDER BY domain, status
ON CONFLICT (at, domain, status) DO UPDATE SET number = known.number + excluded.number, reason = excluded.reason
"""
_MOST = """
SELECT domain, status, sum(number)::bigint, (array_agg(reason ORDER BY at DESC))[1] FROM outbox_domainrefusals
WHERE at > %s GROUP BY domain, status ORDER BY sum(number) DESC, domain, status LIMIT %s
"""


@dataclass(frozen=True)
class Refusing:
    domain: str
    status: str  # such as 550 5.1.1; empty where none was said
    number: int
    reason: str  # as said last


class Refusals:
    """What domains have said during one batch."""

    def __init__(self) -> None:
        self._numbers: Counter[tuple[str, str]] = Counter()
        self._reasons: dict[tuple[str, str], str] = {}

    def note(self, domain: str, reason: str) -> None:
        if domain:
            key = (domain, status_of(reason))
            self._numbers[key] += 1
            self._reasons[key] = reason

    def add(self) -> None:
        """Count them with everybody's, sorted, so that two workers never wait for each other in a circle."""
        if not self._numbers:
            return
        domains, statuses = zip(*self._numbers, strict=True)
        values = {"domains": list(domains), "statuses": list(statuses), "reasons": list(self._reasons.values())}
        values["numbers"] = list(self._numbers.values())
        with connection.cursor() as cursor:
            cursor.execute(_ADD, values | {"hour": timezone.now().replace(minute=0, second=0, microsecond=0)})


def status_of(reason: str) -> str:
    """The numbers that a refusal begins with, or quotes, which stay the same while its words change."""
    found = next((match for match in _STATUS.finditer(reason) if match[1] or match[2]), None)
    return " ".join(part for part in found.groups() if part) if found else ""


def most(*, at: datetime | None = None) -> list[Refusing]:
    """Who has refused most in the last day, and with what."""
    since = (at or timezone.now()) - KEPT_FOR
    with connection.cursor() as cursor:
        cursor.execute(_MOST, [since, SHOWN_AT_MOST])
        return [Refusing(*row) for row in cursor.fetchall()]


def forget(*, at: datetime) -> int:
    return DomainRefusals.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
