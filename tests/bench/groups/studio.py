"""What organizers open: a letter's signatures and figures at a million rows beside a thousand, and all as one table.

From Django and the database, with the session of an owner.
"""

import http.client
import time
from collections.abc import Iterator
from statistics import median
from threading import Event, Thread
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.actions import person_for
from letters.models import Letter
from letters.signing.origins import count_changed
from petition.embedded import programs
from tests.bench.bench import Bench
from tests.bench.crowd import signed_by
from tests.bench.groups.list import FEW, MANY, MOST_TIMES_SLOWER
from tests.bench.load import Failed
from tests.bench.servers import Web
from tests.bench.table import Row

ROUNDS, WARMING = 40, 5
MOST_GROWTH_MEGABYTES = 60
SAMPLE_SECONDS = 0.1
CHUNK_BYTES = 1 << 16
TOKEN = "t" * 32  # as the cookie and the form both say

PAGES = {
    "studio signatures": "signatures/",
    "studio signatures of a country": "signatures/?only=country%3APortugal",
    "studio signatures by a link": "signatures/?only=from%3Aposter",
    "studio signatures shown by initials": "signatures/?only=initials",
    "studio signatures taken out": "signatures/?only=struck",
    "studio first signers": "first-signers/",
    "studio figures": "figures/",
}


def measure(bench: Bench) -> Iterator[Row]:
    letters = (signed_by(FEW), signed_by(MANY))
    cookies = _signed_in()
    started = time.perf_counter()
    count_changed()
    yield Row("sweep: where a million signers came from", p50=(time.perf_counter() - started) * 1000)
    for name, page in PAGES.items():
        yield from _beside(bench, name, [f"/studio/letters/{letter.pk}/{page}" for letter in letters], cookies)
    yield from _table(bench, letters[1], cookies)


def _beside(bench: Bench, name: str, paths: list[str], cookies: str) -> Iterator[Row]:
    times: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(WARMING + ROUNDS):
        for path in paths:
            started = time.perf_counter()
            answer = ask(bench.django, "GET", path, cookies)
            answer.read()
            times[path].append((time.perf_counter() - started) * 1000)
    few, many = (sorted(times[path][WARMING:]) for path in paths)
    ratio, goal = median(many) / median(few), f"≤ {MOST_TIMES_SLOWER} × {FEW:,} rows"
    yield Row(f"{name}, {FEW:,} rows", None, median(few), few[len(few) * 95 // 100])
    worst = many[len(many) * 95 // 100]
    yield Row(f"{name}, {MANY:,} rows", None, median(many), worst, ratio, goal, ratio <= MOST_TIMES_SLOWER)


def _table(bench: Bench, letter: Letter, cookies: str) -> Iterator[Row]:
    """The whole list, read as fast as it comes, and what the process grows by meanwhile."""
    ask(bench.django, "GET", f"/studio/letters/{letter.pk}/signatures/", cookies).read()
    before, started = max(bench.django.resident()), time.perf_counter()
    with Peak(bench.django) as peak:
        form = urlencode({"csrfmiddlewaretoken": TOKEN})
        answer = ask(bench.django, "POST", f"/studio/letters/{letter.pk}/signatures/export/", cookies, form)
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: answer.read(CHUNK_BYTES), b""))
    taken, growth = time.perf_counter() - started, max(0.0, peak.most - before)
    if lines != MANY + 1:
        raise Failed(f"the table has {lines:,} lines")
    goal, met = f"≤ {MOST_GROWTH_MEGABYTES} MB more", growth <= MOST_GROWTH_MEGABYTES
    yield Row(f"table of {MANY:,} rows, {growth:.0f} MB more", MANY / taken, taken * 1000, goal=goal, met=met)


def ask(web: Web, method: str, path: str, cookies: str, form: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(programs.HOST, web.port, timeout=120)
    headers = {"Host": settings.SITE.netloc, "Cookie": cookies}
    if form:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection.request(method, path, form or None, headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise Failed(f"{path} answered {answer.status}")
    return answer


def _signed_in() -> str:
    client = Client()
    client.force_login(person_for("organizer@example.org"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


class Peak:
    """The most a server held in memory between beginning and end."""

    def __init__(self, web: Web) -> None:
        self.web, self.most, self._over = web, 0.0, Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.most = max(self.most, *self.web.resident())
