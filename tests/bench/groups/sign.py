"""Signing over HTTP, row and message durable, beside pgbench running the same statements with the same clients."""

import os
import re
import subprocess
from collections.abc import Iterator
from itertools import count

from letters.models import Letter, Signature
from letters.signing import mail
from petition.embedded.postgres import binary
from petition.outbox.models import Message
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.load import CONNECTIONS, Failed, Measured, Request, middle, use_up
from tests.bench.statements import transaction_of_signing
from tests.bench.table import Row

ROUNDS = 3
SECONDS = 5
ENOUGH = 3_000 * SECONDS
LEAST, LEAST_SHARE = 500, 0.2

numbers = count(1)


def measure(bench: Bench) -> Iterator[Row]:
    letter, other = crowd.letter("signed-here"), crowd.letter("signed-by-pgbench")
    rounds: list[tuple[Measured, Measured]] = []
    for _ in range(ROUNDS):
        crowd.tidy()
        signed = use_up(bench.site.url, [_request(letter) for _ in range(ENOUGH)], seconds=SECONDS)
        rounds.append((signed, _pgbench(other, bench)))
    found, limit = (middle(list(side)) for side in zip(*rounds, strict=True))
    _demand_all_kept(letter, found.requests)
    share = found.rate / limit.rate
    yield Row("pgbench, the statements of signing", limit.rate, limit.p50, limit.p95)
    goal, met = f"≥ {LEAST}/s and ≥ {LEAST_SHARE} × pgbench", found.rate >= LEAST and share >= LEAST_SHARE
    yield Row("sign", found.rate, found.p50, found.p95, share, goal, met)


def form(address: str) -> dict[str, object]:
    said = {"name": "Noor Haddad", "email": address, "display": "name", "title": "Illustrator", "city": "Lisbon"}
    said |= {"affiliation": "", "country": "", "reason": "Because I drew half of it.", "website": ""}
    return said | {"version": 1, "consent_text": "on", "consent_political": "on"}


def path(letter: Letter) -> str:
    return f"/letters/{letter.slug}/sign/"


def _request(letter: Letter) -> Request:
    return Request(path(letter), form(f"noor{next(numbers)}@example.net"))


def _demand_all_kept(letter: Letter, answered: int) -> None:
    """Every request that was answered left a row and a mail; those cut off at the end of a round may have, too."""
    kept = Signature.objects.filter(letter=letter, state="pending", verdict="pass")
    owed = Message.objects.owed().filter(kind=mail.PLEASE_CONFIRM, cause__in=kept.values("pk")).count()
    if not answered <= kept.count() == owed <= answered + ROUNDS * CONNECTIONS:
        raise Failed(f"{answered} were told to look into their mail, {kept.count()} rows and {owed} mails are kept.")


def _pgbench(letter: Letter, bench: Bench) -> Measured:
    script = bench.folder / "signing.sql"
    script.write_text(transaction_of_signing(letter))
    command = [binary("pgbench"), "-n", "-c", str(CONNECTIONS), "-j", "2", "-T", str(SECONDS), "-M", "simple"]
    logs = bench.folder / "pgbench"
    with_log = [*command, "-l", "--log-prefix", str(logs), "-f", str(script), os.environ["DATABASE_URL"]]
    said = subprocess.run(with_log, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
    times = sorted(_times(bench))
    if not rate or not times:
        raise Failed(said)
    return Measured(len(times), float(rate[1]), times[len(times) // 2], times[len(times) * 95 // 100])


def _times(bench: Bench) -> Iterator[float]:
    """Milliseconds of each transaction; the logs are removed, so that each round reads its own."""
    for log in bench.folder.glob("pgbench.*"):
        for line in log.read_text().splitlines():
            yield int(line.split()[2]) / 1000
        log.unlink()
