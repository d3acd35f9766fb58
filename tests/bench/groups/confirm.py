"""Confirming over HTTP, on one letter and on a hundred: count, receipt and state durable, and the counts exact."""

from collections.abc import Iterator, Sequence

from letters.models import Letter
from letters.signing import mail
from letters.signing.models import Signature
from letters.signing.queries import differing_from_the_log
from petition.lib.tokens import Purpose, make
from petition.outbox.models import Message
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.load import CONNECTIONS, Measured, Request, middle, use_up
from tests.bench.table import Row

ROUNDS = 3
SECONDS = 5
ENOUGH = 2_000 * SECONDS

FORM = {"name": "Ada Lovelace", "display": "name", "title": "Analyst", "city": "London", "version": 1}


def measure(bench: Bench) -> Iterator[Row]:
    one = [crowd.letter("confirmed-here")]
    hundred = [crowd.letter(f"confirmed-here-{number}") for number in range(100)]
    yield from _confirm(bench, "confirm, on one letter", one, least=300)
    yield from _confirm(bench, "confirm, on 100 letters", hundred, least=400)


def _confirm(bench: Bench, name: str, letters: Sequence[Letter], *, least: int) -> Iterator[Row]:
    found = middle([_round(bench, letters, number) for number in range(ROUNDS)])
    yield Row(name, found.rate, found.p50, found.p95, found.rate / least, f"≥ {least}/s", found.rate >= least)
    yield Row("  counted, and mailed a receipt, exactly once", goal="exact", met=_is_exact(letters, found.requests))


def _round(bench: Bench, letters: Sequence[Letter], number: int) -> Measured:
    host = f"round{number}.example.org"
    links = crowd.pending(letters, ENOUGH, state=Message.State.SENT, host=host)
    requests = [Request(f"/confirm/{make(Purpose.CONFIRM, *ids)}/", FORM) for ids in links]
    return use_up(bench.site.url, requests, seconds=SECONDS)


def _is_exact(letters: Sequence[Letter], answered: int) -> bool:
    """Logs and rows agree, and every answered click is among them; those cut off at the end of a round may be, too."""
    counted = Signature.objects.filter(letter__in=letters, state="confirmed").count()
    ids = Signature.objects.filter(letter__in=letters).values("pk")
    receipts = Message.objects.filter(kind=mail.RECEIPT, cause__in=ids).count()
    agree = not differing_from_the_log()
    return agree and counted == receipts and answered <= counted <= answered + ROUNDS * CONNECTIONS
