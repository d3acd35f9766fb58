"""What moderators open: its queues with a hundred thousand items beside a thousand, and the preview of a block.

From Django and the database, with the session of a moderator.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlencode

from django.db import connection

from letters.signing.hits import MOST_OPENED
from petition.lib.vault import seal
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.groups.list import MOST_TIMES_SLOWER
from tests.bench.groups.studio import ask
from tests.bench.table import Row
from tests.cast import MO
from tests.letters.desk.crowd import fill, unchecked
from tests.letters.desk.sitting import TOKEN, seat

FEW, MANY = 1_000, 100_000
ROUNDS, WARMING = 40, 5
# Far from the letters of other groups.
FIRST = 1_000_000
PREVIEWS = 5

PAGES = {
    "desk: what waits": "/desk/",
    "desk: letters handed in": "/desk/letters/",
    "desk: reports": "/desk/reports/",
    "desk: signatures": "/desk/signatures/",
    "desk: signatures held by a rule": "/desk/signatures/?why=held-network",
}
ANALYZE = "VACUUM ANALYZE letters_letter, letters_submission, letters_case, letters_signature"
CLEAR = """
    DELETE FROM letters_submission WHERE letter_id >= %(first)s;
    DELETE FROM letters_case WHERE letter_id >= %(first)s;
    DELETE FROM letters_signature WHERE letter_id = (SELECT id FROM letters_letter WHERE slug = 'crowd');
    DELETE FROM letters_letter WHERE id >= %(first)s
"""


def measure(bench: Bench) -> Iterator[Row]:
    cookies = seat(MO)["Cookie"]
    crowd.letter("crowd")
    with _cleared():
        _fill(0, FEW)
        few = {name: _times(bench, page, cookies) for name, page in PAGES.items()}
        _fill(FEW, MANY)
        for name, page in PAGES.items():
            yield from _beside(name, few[name], _times(bench, page, cookies))
        yield _preview(bench, cookies)


def _fill(since: int, until: int) -> None:
    with connection.cursor() as cursor:
        fill(cursor, FIRST + since, FIRST + until - 1, signed_from=seal("crowd@example.org"))
        cursor.execute(ANALYZE)


def _times(bench: Bench, page: str, cookies: str) -> list[float]:
    times = []
    for _ in range(WARMING + ROUNDS):
        started = time.perf_counter()
        ask(bench.django, "GET", page, cookies).read()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times[WARMING:])


def _beside(name: str, few: list[float], many: list[float]) -> Iterator[Row]:
    ratio, goal = median(many) / median(few), f"≤ {MOST_TIMES_SLOWER} × {FEW:,} items"
    yield Row(f"{name}, {FEW:,} items", None, median(few), few[len(few) * 95 // 100])
    worst = many[len(many) * 95 // 100]
    yield Row(f"{name}, {MANY:,} items", None, median(many), worst, ratio, goal, ratio <= MOST_TIMES_SLOWER)


def _preview(bench: Bench, cookies: str) -> Row:
    """Look at what blocking a domain would hit, which opens one sealed address after the other."""
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "subject": "example.org", "reason": "spam"})
    times = []
    for _ in range(PREVIEWS):
        started = time.perf_counter()
        ask(bench.django, "POST", "/desk/blocks/preview/", cookies, form).read()
        times.append((time.perf_counter() - started) * 1000)
    return Row(f"desk: a domain looked for in {MOST_OPENED:,} addresses", p50=median(times), p95=max(times))


@contextmanager
def _cleared() -> Iterator[None]:
    """Other groups count letters and compare them with their logs; these have none."""
    try:
        yield
    finally:
        with connection.cursor() as cursor, unchecked(cursor):
            cursor.execute(CLEAR, {"first": FIRST})
