"""The letter page with 10,000 and with a million signatures, beside the same server giving the same bytes away.

Once as it is, from the edge's memory, and once with the edge off, from Django and the database.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from letters.models import Letter
from tests.bench import bare, servers
from tests.bench.bench import Bench
from tests.bench.crowd import signed_by
from tests.bench.load import Measured, Request, ask, middle, warm
from tests.bench.servers import Web
from tests.bench.table import Row

SIZES = (10_000, 1_000_000)
ROUNDS = 5
SECONDS = 2

# Of the bare function; and how near the two sizes must be to each other.
LEAST_SHARE, NEAR, NEAR_WITHOUT_EDGE = 0.5, 0.90, 0.75
LEAST_WITHOUT_EDGE = 150


def measure(bench: Bench) -> Iterator[Row]:
    letters = [signed_by(size) for size in SIZES]
    paths = [letter.get_absolute_url() for letter in letters]
    with servers.bare_function(_kept(bench, letters[0])) as bare_server:
        few, many, limit = _alternate([(bench.site, paths[0]), (bench.site, paths[1]), (bare_server, "/")])
    yield Row("a bare function with the page's bytes", limit.rate, limit.p50, limit.p95)
    for size, found in zip(SIZES, (few, many), strict=True):
        share = found.rate / limit.rate
        goal, met = f"≥ {LEAST_SHARE} × bare", share >= LEAST_SHARE
        yield Row(f"letter page, {size:,} signatures", found.rate, found.p50, found.p95, share, goal, met)
    yield _alike("  the two sizes beside each other", few, many, NEAR)
    few, many = _alternate([(bench.django, path) for path in paths])
    for size, found in zip(SIZES, (few, many), strict=True):
        goal, met = f"≥ {LEAST_WITHOUT_EDGE}/s", found.rate >= LEAST_WITHOUT_EDGE
        share = found.rate / LEAST_WITHOUT_EDGE
        yield Row(f"letter page, {size:,}, without the edge", found.rate, found.p50, found.p95, share, goal, met)
    yield _alike("  the two sizes beside each other", few, many, NEAR_WITHOUT_EDGE)


def _kept(bench: Bench, letter: Letter) -> Path:
    answer = bench.site.get(letter.get_absolute_url())
    folder = bench.folder / "answer"
    bare.keep(folder, answer.getheaders(), answer.read())
    return folder


def _alternate(pages: Sequence[tuple[Web, str]]) -> list[Measured]:
    """Each page in each round, so that a busy moment of the machine meets all of them."""
    for server, path in pages:
        warm(server.url, [Request(path)])
    rounds = [[ask(server.url, [Request(path)], seconds=SECONDS) for server, path in pages] for _ in range(ROUNDS)]
    return [middle(list(found)) for found in zip(*rounds, strict=True)]


def _alike(name: str, few: Measured, many: Measured, least: float) -> Row:
    share = min(few.rate, many.rate) / max(few.rate, many.rate)
    return Row(name, ratio=share, goal=f"≥ {least:.2f}", met=share >= least)
