"""Short words for the tests of signing: a try, a click, the mails owed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from letters.guard.verdicts import Verdict
from letters.ledger import locks
from letters.ledger.entries import parse
from letters.ledger.facts import Fact
from letters.ledger.reading import entries
from letters.models import Letter, Log, Signature
from letters.signing import mail
from letters.signing.actions import Outcome, confirm, sign
from letters.signing.fields import ConfirmedFields, SignRequest, from_signature
from letters.signing.rules import CONSENT
from petition.lib.refusal import Refused
from petition.lib.vault import letter_identity
from petition.outbox.models import Message
from tests.cast import ADA, Person

PASS = Verdict("pass")
HOLD = Verdict("hold", "network")
REFUSE = Verdict("refuse", "trap")
NETWORK = "192.0.2.0/32"
WAITERS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def try_to_sign(letter: Letter, person: Person = ADA, *, verdict: Verdict = PASS, **options: Any) -> None:
    """Sign as a filled form would; keywords of the row win over the person's."""
    at, version = options.pop("at", None), options.pop("version", None)
    request = SignRequest(
        shown=ConfirmedFields(**({"name": person.name} | options)),
        address=person.address,
        version=version or current_number(letter),
        consent=CONSENT,
    )
    sign(letter, request, verdict=verdict, network=NETWORK, at=at)


def current_number(letter: Letter) -> int:
    assert letter.current
    return letter.current.number


def row_of(letter: Letter, person: Person = ADA) -> Signature:
    return Signature.objects.get(letter=letter, identity=letter_identity(letter.pk, person.address))


def newest_mail(kind: str, cause: int) -> Message:
    return Message.objects.filter(kind=kind, cause=cause).latest("id")


def click(letter: Letter, person: Person = ADA, **options: Any) -> Outcome:
    """Press the button behind the newest link."""
    signature = row_of(letter, person)
    return confirm(
        signature.pk,
        newest_mail(mail.PLEASE_CONFIRM, signature.pk).pk,
        options.pop("shown", None) or from_signature(signature),
        version_number=options.pop("version_number", None) or current_number(letter),
        network=options.pop("network", NETWORK),
        **options,
    ).outcome


def kinds_owed() -> list[str]:
    return [kind.removeprefix("signing.") for kind in Message.objects.order_by("id").values_list("kind", flat=True)]


def age_mails(seconds: int) -> None:
    """Let time pass for mails, as if a worker had sent them that long ago."""
    Message.objects.update(state="sent", created_at=F("created_at") - timedelta(seconds=seconds))


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job returns or raises, all started at the same moment in threads with connections of their own."""
    start = Barrier(len(jobs))
    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(lambda job: _with_own_connection(job, start), jobs))


def overlapping(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What two jobs return or raise, of which the second comes before the transaction of the first has ended."""
    is_done = Event()

    def slowly() -> Any:
        with transaction.atomic():
            told = first()
            is_done.set()
            wait_for_a_waiter()
        return told

    def meanwhile() -> Any:
        assert is_done.wait(30)
        return second()

    return at_once(slowly, meanwhile)


def _with_own_connection(job: Callable[[], Any], start: Barrier) -> Any:
    connection.ensure_connection()
    start.wait(30)
    try:
        return job()
    except Refused as refused:
        return refused.code
    finally:
        connection.close()


def facts_in_the_log(letter: Letter) -> list[Fact]:
    """What the entries of a letter's log say, in their order."""
    log = Log.objects.get(pk=letter.log_id)
    return [parse(body).fact for body in entries(log.pk, 0, log.size)]


def kinds_in_the_log(letter: Letter) -> list[str]:
    return [fact.kind for fact in facts_in_the_log(letter)]


@contextmanager
def somebody_else() -> Iterator[CursorWrapper]:
    """A transaction of another connection, which ends with the block."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            yield cursor
    finally:
        other.close()


@contextmanager
def turn_taken(letter: Letter) -> Iterator[None]:
    """Somebody else has the turn of the letter's log all the time, so that nothing gets its place."""
    assert letter.log_id
    with turn_taken_of(letter.log_id):
        yield


@contextmanager
def turn_taken_of(log_id: int) -> Iterator[None]:
    with somebody_else() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [locks.TURN, log_id])
        yield


def wait_for_a_waiter() -> None:
    """Until another transaction waits for this one, or for as long as it would have needed to get there."""
    until = monotonic() + 5
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute(WAITERS)
            if cursor.fetchone()[0]:
                return
            sleep(0.01)
