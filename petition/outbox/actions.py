import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from petition.lib import prepared, vault
from petition.outbox import bell, domains, mailings
from petition.outbox.kinds import PATIENCE, kind_of, kinds_keyed_by_mailboxes, kinds_of_mailboxes, limited_kinds
from petition.outbox.models import SECRETS, Mailing, Message, Pause, Suppression
from petition.outbox.queries import MessageQuerySet

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)


def owe(
    kind: str,
    *,
    to: bytes | str,
    cause: int,
    identity: bytes | None = None,
    language: str = "en",
    key: str | None = None,
    due: datetime | None = None,
    secrets: dict[str, Any] | None = None,
) -> None:
    """Owe one mail inside the caller's transaction; with a key, the same news is owed once."""
    values = _message(kind, to=to, cause=cause, identity=identity, language=language, due=due) | {
        "key": key,
        "sealed": vault.seal(json.dumps(secrets), SECRETS) if secrets else None,
    }
    with prepared.cursor() as cursor:
        cursor.execute(_OWE, values)
    transaction.on_commit(bell.ring, robust=True)


# Runs for every signature that is confirmed, and building it through the ORM takes longer than running it.
_OWE = """
INSERT INTO outbox_message (kind, cause, recipient, identity, language, priority, key, sealed, state, attempts,
                            created_at, due_at, retire_at, provider_id, problem)
VALUES (%(kind)s, %(cause)s, %(recipient)s, %(identity)s, %(language)s, %(priority)s, %(key)s, %(sealed)s, 'owed', 0,
        %(now)s, %(due_at)s, %(retire_at)s, '', '')
ON CONFLICT DO NOTHING
"""


class Owed(NamedTuple):
    """One of many mails of the same kind; its recipient is sealed already."""

    to: bytes
    cause: int
    identity: bytes
    language: str
    key: str


def owe_many(kind: str, mails: Sequence[Owed]) -> None:
    """Owe the same news to many in one statement; by its key each is owed once, however often this is called."""
    values = _when(kind) | {"kind": kind}
    values |= {name: [getattr(mail, name) for mail in mails] for name in Owed._fields}
    with prepared.cursor() as cursor:
        cursor.execute(_OWE_MANY, values)
    transaction.on_commit(bell.ring, robust=True)


_OWE_MANY = """
INSERT INTO outbox_message (kind, cause, recipient, identity, language, priority, key, state, attempts,
                            created_at, due_at, retire_at, provider_id, problem)
SELECT %(kind)s, cause, recipient, identity, language, %(priority)s, key, 'owed', 0,
       %(now)s, %(due_at)s, %(retire_at)s, '', ''
  FROM unnest(%(to)s::bytea[], %(cause)s::bigint[], %(identity)s::bytea[], %(language)s::text[], %(key)s::text[])
       AS mail (recipient, cause, identity, language, key)
ON CONFLICT DO NOTHING
"""


def one_at_a_time(identity: bytes) -> None:
    """Let one transaction at a time count the mails to an address, so that the limit holds for parallel tries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(identity)])


def number_of(identity: bytes) -> int:
    """A number for a mailbox: what its lock is called, and the cause of a mail about nothing else in particular."""
    return int.from_bytes(identity[:8], signed=True)


@dataclass(frozen=True)
class Limits:
    """When a cause, or a mailbox, has had enough of the mails that strangers ask for."""

    per_cause: int  # mails `within` this span, counted together with those of other kinds
    within: timedelta
    per_day: int  # mails of all limited kinds to one mailbox
    quiet: timedelta = timedelta()  # after a mail about the same cause
    together_with: Collection[str] = ()


def owe_within_limits(
    kind: str,
    limits: Limits,
    *,
    to: bytes | str,
    cause: int,
    identity: bytes,
    language: str,
    wanted: bool = True,
    key: str | None = None,
) -> bool:
    """Owe a mail that a stranger asked for, unless its cause or its address had enough of them; whether it is owed.

    Wanted or not, the same one statement runs and the bell rings, so that the time it takes tells nothing.
    """
    values = _message(kind, to=to, cause=cause, identity=identity, language=language)
    now = values["now"]
    values |= {
        "limited": limited_kinds(),
        "siblings": [kind, *limits.together_with],
        "per_cause": limits.per_cause,
        "cause_since": now - limits.within,
        "per_day": limits.per_day,
        "since": now - DAY,
        "quiet_since": now - limits.quiet,
        "wanted": wanted,
        "key": key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWE_WITHIN_LIMITS, values)
        is_owed: bool = cursor.rowcount > 0
    transaction.on_commit(bell.ring, robust=True)
    return is_owed


_OWE_WITHIN_LIMITS = """
INSERT INTO outbox_message (kind, cause, recipient, identity, language, priority, key, state, attempts,
                            created_at, due_at, retire_at, provider_id, problem)
SELECT %(kind)s, %(cause)s, %(recipient)s, %(identity)s, %(language)s, %(priority)s, %(key)s, 'owed', 0,
       %(now)s, %(due_at)s, %(retire_at)s, '', ''
WHERE (SELECT count(*) FROM outbox_message WHERE cause = %(cause)s AND kind = ANY(%(siblings)s)
                                             AND created_at > %(cause_since)s) < %(per_cause)s
  AND (SELECT count(*) FROM outbox_message WHERE identity = %(identity)s AND kind = ANY(%(limited)s)
                                             AND created_at > %(since)s) < %(per_day)s
  AND NOT EXISTS (SELECT 1 FROM outbox_message WHERE kind = %(kind)s AND cause = %(cause)s
                                                 AND (state = 'owed' OR created_at > %(quiet_since)s))
  AND %(wanted)s
ON CONFLICT DO NOTHING
"""


def forget(*, cause: int, kinds: Collection[str]) -> None:
    """Erase the address and the secrets of everything mailed about a cause; what is still owed is not sent.

    What reached nobody may be owed anew under the same key.
    """
    about = Message.objects.filter(cause=cause, kind__in=kinds)
    about.exclude(Q(state=Message.State.SENT) | Q(claimed_until__gt=timezone.now())).update(key=None)
    about.owed().update(state=Message.State.UNWANTED, claimed_until=None)
    _forget(about)


def forget_recipients(*, before: datetime) -> int:
    """Erase the addresses of mails that are over since long, and what would tell that two went to one of them."""
    over = Message.objects.exclude(state=Message.State.OWED).filter(created_at__lt=before)
    over.filter(kind__in=kinds_keyed_by_mailboxes(), key__isnull=False).update(key=None)
    return _forget(over.exclude(recipient=b""))


def forget_key(key: str) -> None:
    """Keep no record that this news was ever owed."""
    Message.objects.filter(key=key).update(key=None)


def retry(messages: MessageQuerySet) -> int:
    """Owe retired messages anew, make failing ones due now, and lift every pause; a cancelled mailing stays so.

    One statement asks of each row as it is once nobody else holds it: what was sent meanwhile, or is being tried by a
    worker at this moment, must not go out twice. A second click finds nothing that failed.
    """
    now = timezone.now()
    cancelled = Mailing.objects.filter(pk=OuterRef("mailing_id"), state=Mailing.State.CANCELLED)
    tried = messages.filter(Q(state=Message.State.RETIRED) | (Q(state=Message.State.OWED) & ~Q(problem="")))
    tried = tried.exclude(Q(recipient=b"") | Q(claimed_until__gt=now)).exclude(Exists(cancelled))
    with transaction.atomic():
        number = tried.update(
            state=Message.State.OWED, due_at=now, retire_at=now + PATIENCE, claimed_until=None, attempts=0, problem=""
        )
        mailings.reopen()
        Pause.objects.all().delete()
        domains.lift()
        transaction.on_commit(bell.ring, robust=True)
    logger.info("The operator retries %d messages.", number)
    return number


def drop(messages: MessageQuerySet) -> int:
    """Give up messages that are owed or retired."""
    number = messages.filter(state__in=(Message.State.OWED, Message.State.RETIRED)).update(
        state=Message.State.UNWANTED, problem="dropped by the operator", claimed_until=None, sealed=None
    )
    logger.info("The operator drops %d messages.", number)
    return number


def is_suppressed(address: str) -> bool:
    """Whether this exact address gets no mail, because its mailbox refused for good."""
    return Suppression.objects.filter(identity=vault.exact_identity(address)).exists()


def allow(address: str) -> bool:
    """Mail this exact address again; False when nothing kept us from it."""
    return Suppression.objects.filter(identity=vault.exact_identity(address)).delete()[0] > 0


def _forget(messages: MessageQuerySet) -> int:
    """Empty what tells whom mails went to; the cause among it, where that is a number made of the address."""
    cause = Case(When(kind__in=kinds_of_mailboxes(), then=0), default=F("cause"), output_field=BigIntegerField())
    return messages.update(recipient=b"", identity=b"", sealed=None, cause=cause)


def _message(
    kind: str, *, to: bytes | str, cause: int, identity: bytes | None, language: str, due: datetime | None = None
) -> dict[str, Any]:
    return _when(kind, due) | {
        "kind": kind,
        "cause": cause,
        "recipient": _sealed(to),
        "identity": identity or vault.site_identity(to if isinstance(to, str) else vault.unseal(to)),
        "language": language,
    }


def _when(kind: str, due: datetime | None = None) -> dict[str, Any]:
    sort, now = kind_of(kind), timezone.now()
    due = due or now
    return {"priority": sort.priority.value, "now": now, "due_at": due, "retire_at": due + sort.patience}


def _sealed(to: bytes | str) -> bytes:
    return vault.seal(to) if isinstance(to, str) else bytes(to)
