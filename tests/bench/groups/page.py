"""The letter page with 10,000 and with a million signatures, beside the same server giving the same bytes away.

Once as it is, from the edge's memory, and once with the edge off, from Django and the database.
"""

from collections.abc import Iterator

from tests.bench import servers
from tests.bench.bench import Bench
from tests.bench.beside import alternate, kept
from tests.bench.crowd import signed_by
from tests.bench.load import Measured
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
    with servers.bare_function(kept(bench, paths[0])) as bare_server:
        pages = [(bench.site, paths[0]), (bench.site, paths[1]), (bare_server, "/")]
        few, many, limit = alternate(pages, rounds=ROUNDS, seconds=SECONDS)
    yield Row("a bare function with the page's bytes", limit.rate, limit.p50, limit.p95)
    for size, found in zip(SIZES, (few, many), strict=True):
        share = found.rate / limit.rate
        goal, met = f"≥ {LEAST_SHARE} × bare", share >= LEAST_SHARE
        yield Row(f"letter page, {size:,} signatures", found.rate, found.p50, found.p95, share, goal, met)
    yield _alike("  the two sizes beside each other", few, many, NEAR)
    few, many = alternate([(bench.django, path) for path in paths], rounds=ROUNDS, seconds=SECONDS)
    for size, found in zip(SIZES, (few, many), strict=True):
        goal, met = f"≥ {LEAST_WITHOUT_EDGE}/s", found.rate >= LEAST_WITHOUT_EDGE
        share = found.rate / LEAST_WITHOUT_EDGE
        yield Row(f"letter page, {size:,}, without the edge", found.rate, found.p50, found.p95, share, goal, met)
    yield _alike("  the two sizes beside each other", few, many, NEAR_WITHOUT_EDGE)


def _alike(name: str, few: Measured, many: Measured, least: float) -> Row:
    share = min(few.rate, many.rate) / max(few.rate, many.rate)
    return Row(name, ratio=share, goal=f"≥ {least:.2f}", met=share >= least)
