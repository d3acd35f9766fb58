"""The list of signatures and its search, at the top, halfway down and at the end: a million rows beside a thousand.

From Django and the database, because the edge would hide the difference.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from letters.models import Letter
from letters.signing.queries import count_of, public_list
from petition.lib.paging import keyset
from tests.bench.bench import Bench
from tests.bench.crowd import signed_by
from tests.bench.load import Measured, Request, ask, middle, warm
from tests.bench.table import Row

FEW, MANY = 1_000, 1_000_000
ROUNDS = 7
CONNECTIONS = 1
MOST_TIMES_SLOWER = 1.5

PLACES = {"at the top": 0.0, "halfway down": 0.5, "at the end": 0.85}
SEARCHES = {"a frequent name": "noor", "a rare name": "noor 1f0", "a name nobody has": "nobody"}


def measure(bench: Bench) -> Iterator[Row]:
    letters = (signed_by(FEW), signed_by(MANY))
    warm(bench.django.url, [Request(_path(letter)) for letter in letters])
    for words, depth in PLACES.items():
        paths = [_path(letter, after=_cursor(letter, depth)) for letter in letters]
        yield from _beside(bench, f"signature list {words}", paths, has_goal=True)
    for words, text in SEARCHES.items():
        yield from _beside(bench, f"search for {words}", [_path(letter, q=text) for letter in letters], has_goal=False)


def _beside(bench: Bench, name: str, paths: list[str], *, has_goal: bool) -> Iterator[Row]:
    few, many = _alternate(bench, paths)
    times = many.p50 / few.p50
    goal, met = (f"≤ {MOST_TIMES_SLOWER} × {FEW:,} rows", times <= MOST_TIMES_SLOWER) if has_goal else ("", None)
    yield Row(f"{name}, {FEW:,} rows", few.rate, few.p50, few.p95)
    yield Row(f"{name}, {MANY:,} rows", many.rate, many.p50, many.p95, times, goal, met)


def _alternate(bench: Bench, paths: list[str]) -> list[Measured]:
    rounds = [
        [ask(bench.django.url, [Request(path)], seconds=1, connections=CONNECTIONS) for path in paths]
        for _ in range(ROUNDS)
    ]
    return [middle(list(found)) for found in zip(*rounds, strict=True)]


def _cursor(letter: Letter, depth: float) -> str:
    """Where the page begins that lies so deep: after the row with that number, counted from the newest."""
    if not depth:
        return ""
    below = count_of(letter.pk) * (1 - depth)
    above = public_list(letter).filter(operation__number__gt=below, operation__number__lte=below + 2)
    return keyset(above, size=1).next_cursor or ""


def _path(letter: Letter, **query: str) -> str:
    return f"/letters/{letter.slug}/signatures/?{urlencode({name: text for name, text in query.items() if text})}"
