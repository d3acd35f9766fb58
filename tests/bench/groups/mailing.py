"""An update to a million: how soon everybody is owed theirs, how fast it goes out, and who waits for it: nobody."""

import os
import smtplib
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection, transaction

from accounts.actions import person_for
from accounts.models import Team
from letters.models import Letter
from letters.updates.actions import begin_due, owe_next, send, start
from letters.updates.actions.sending import Seen
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted
from petition.embedded import programs
from petition.embedded.state import State
from petition.lib.vault import seal
from petition.outbox import bell, leases, mailings
from petition.outbox.envelopes import envelope
from petition.outbox.kinds import Mail, kind_of
from petition.outbox.models import Message
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.environment import SINK_PORT
from tests.bench.groups import mail
from tests.bench.load import Failed
from tests.bench.servers import FOLDER, resident, running
from tests.bench.sink import accepted, taken
from tests.bench.table import Row

MANY = 1_000_000
MOST_SECONDS = 60.0
MOST_GROWTH = 1.10

AT_MOST = 100_000  # in one statement
FEW, FULL = 10_000, 5_000_000
MOST_RATIO = 1.5
CLAIMS = 60
AT_ONCE = 50

DRAIN_SECONDS = 15.0
LEAST = 300
LEAST_OF_BARE = 0.5
LEAST_OF_TWO = 1.7

SINGLE = 30
PAUSE_SECONDS = 0.5
SOON_SECONDS = 2.0

# With nobody's text: what the outbox itself does with so many rows.
ROWS = """
    SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language
      FROM generate_series(%(after)s + 1, %(after)s + %(many)s) AS n
"""


def measure(bench: Bench) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message")
    _owe_rows(1, FEW)
    at_few = _claim_takes()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message")
    letter = _letter()
    yield from _fan_out(letter)
    yield from _drained()
    yield _soon(bench)
    yield _claimed(at_few)


def _fan_out(letter: Letter) -> Iterator[Row]:
    _send(letter)
    owe_next(seconds=0.0)  # one batch, so that what is loaded once is loaded
    before, started = resident(os.getpid()), time.monotonic()
    while owe_next():
        pass
    took, owed = time.monotonic() - started, Message.objects.filter(state="owed").count()
    if owed != MANY:
        raise Failed(f"{owed} of {MANY} are owed.")
    goal = f"≤ {MOST_SECONDS:.0f} s"
    name = f"update to {MANY:,}, owed in {took:.1f} s"
    yield Row(name, MANY / took, ratio=took / MOST_SECONDS, goal=goal, met=took <= MOST_SECONDS)
    growth = resident(os.getpid()) / before
    yield Row(
        f"  its memory, {before:.0f} MB at first, at the end", ratio=growth, goal=f"≤ {MOST_GROWTH}", met=growth <= 1.1
    )
    crowd.tidy()


def _drained() -> Iterator[Row]:
    with running("sink", _sink(FOLDER / "bare.txt")):
        bare = _bare_rate()
    yield Row("  the same bytes by a bare loop of smtplib", bare)
    one, two = _drain_rate(1), _drain_rate(2)
    goal = f"≥ {LEAST}/s"
    yield Row("update, drained by one worker", one, ratio=one / LEAST, goal=goal, met=one >= LEAST)
    yield Row("  beside the bare loop", ratio=one / bare, goal=f"≥ {LEAST_OF_BARE}", met=one / bare >= LEAST_OF_BARE)
    yield Row("  by two workers", two, ratio=two / one, goal=f"≥ {LEAST_OF_TWO}", met=two / one >= LEAST_OF_TWO)


def _soon(bench: Bench) -> Row:
    """Confirmations asked for while the rest of the million waits, from pressing the button."""
    book, letter = FOLDER / "soon.txt", crowd.letter("signed-meanwhile")
    beat = programs.beat({}, State(FOLDER)).command
    with _workers(2, book), running("beat", beat):
        _until_taken(book, 1)
        asked: dict[str, float] = {}
        for number in range(SINGLE):
            address = f"meanwhile{number}@example.net"
            asked[address] = time.time()
            mail.press(bench, letter, address)
            time.sleep(PAUSE_SECONDS)
        waits = _waits(book, asked)
    p50, p95 = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    goal, met = f"p95 < {SOON_SECONDS:.0f} s", p95 < SOON_SECONDS
    name = f"confirmation while {Message.objects.owed().count():,} updates wait"
    return Row(name, None, p50 * 1000, p95 * 1000, p95 / SOON_SECONDS, goal, met)


def _claimed(at_few: float) -> Row:
    for cause in range(2, 2 + (FULL - MANY) // MANY):
        _owe_rows(cause, MANY)
    at_full = _claim_takes()
    name = f"claiming {AT_ONCE} of {FULL:,}, beside of {FEW:,} ({at_few * 1000:.1f} ms)"
    ratio = at_full / at_few
    return Row(name, p50=at_full * 1000, ratio=ratio, goal=f"≤ {MOST_RATIO}", met=ratio <= MOST_RATIO)


def _claim_takes() -> float:
    """The middle of many claims, each given back at once."""
    crowd.tidy()
    times = []
    for _ in range(CLAIMS):
        with transaction.atomic():
            started = time.perf_counter()
            if len(leases.claim(AT_ONCE)) < AT_ONCE:
                raise Failed("Nothing is claimed.")
            times.append(time.perf_counter() - started)
            transaction.set_rollback(True)
    return statistics.median(times)


def _bare_rate() -> float:
    """One connection, one mail after the other, written beforehand."""
    message = Message.objects.owed().filter(kind="updates.update").first()
    rendered = kind_of(message.kind).render(message) if message else None
    if message is None or not isinstance(rendered, Mail):
        raise Failed("Nothing is rendered.")
    written = envelope(message, rendered).message().as_bytes(linesep="\r\n")
    with _server() as server:
        started, sent = time.monotonic(), 0
        while time.monotonic() - started < DRAIN_SECONDS / 3:
            server.sendmail("letters@example.org", [message.address], written)
            sent += 1
    return sent / (time.monotonic() - started)


def _server() -> smtplib.SMTP:
    deadline = time.monotonic() + 30
    while True:
        try:
            return smtplib.SMTP(programs.HOST, SINK_PORT)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _drain_rate(workers: int) -> float:
    """Of workers that send from one process each, and have nothing else to do."""
    book = FOLDER / f"drained-by-{workers}.txt"
    with _workers(workers, book):
        _until_taken(book, 200 * workers)
        before, started = taken(book), time.monotonic()
        while time.monotonic() - started < DRAIN_SECONDS:
            _ring(workers)
        return (taken(book) - before) / (time.monotonic() - started)


def _ring(workers: int) -> None:
    """Often enough that none of them waits for another one's ring."""
    for _ in range(workers):
        bell.ring()
        time.sleep(0.5)


@contextmanager
def _workers(number: int, book: Path) -> Iterator[None]:
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    command = [*programs.CELERY, "worker", "--concurrency", "1", *alone]
    with ExitStack() as stack:
        stack.enter_context(running("sink", _sink(book)))
        for place in range(number):
            stack.enter_context(running(f"worker {place}", [*command, "--hostname", f"bench{place}@here"]))
        yield


def _sink(book: Path) -> list[str]:
    return [sys.executable, "-m", "tests.bench.sink", str(SINK_PORT), str(book)]


def _until_taken(book: Path, many: int) -> None:
    deadline = time.monotonic() + mail.PATIENCE_SECONDS
    while taken(book) < many:
        bell.ring()
        if time.monotonic() > deadline:
            raise Failed(f"{taken(book)} of {many} mails have arrived.")
        time.sleep(0.1)


def _waits(book: Path, asked: dict[str, float]) -> list[float]:
    """How long each address has waited for its mail, in order."""
    deadline = time.monotonic() + mail.PATIENCE_SECONDS
    while asked.keys() - (arrived := accepted(book)).keys():
        if time.monotonic() > deadline:
            raise Failed("Some confirmations have not arrived.")
        time.sleep(0.5)
    return sorted(arrived[address] - moment for address, moment in asked.items())


def _owe_rows(cause: int, many: int) -> None:
    """A mailing of so many, a batch after the other."""
    mailing = mailings.open_mailing("updates.update", cause=-cause)
    sealed = seal("crowd@example.org")
    for after in range(0, many, AT_MOST):
        values = {"sealed": sealed, "after": after, "many": min(AT_MOST, many)}
        with transaction.atomic():
            mailings.owe_selected(mailing, ROWS, values)


def _letter() -> Letter:
    """Signed by a million who want to hear of it, of a team whose news waits for nobody."""
    letter = crowd.letter("with-news", at=crowd.PUBLISHED)
    Team.objects.filter(pk=letter.team_id).update(is_trusted=True)
    crowd.sign(letter, MANY, wants_news=True)
    crowd.tidy()
    return Letter.objects.get(pk=letter.pk)


def _send(letter: Letter) -> None:
    person = person_for("organizer@example.org")
    update = start(letter.pk, News("They answered", "We met **twice**.\n\nMore soon."), person=person)
    send(update.pk, Seen(update.changes, 0, Wanted(update.audience)), person=person)
    begin_due()
