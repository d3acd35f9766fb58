"""A full tile and a full bundle of a log from the edge's memory, beside the same server giving the same bytes away."""

from collections.abc import Iterator

from tests.bench import logs, servers
from tests.bench.bench import Bench
from tests.bench.beside import alternate, kept
from tests.bench.table import Row

KINDS = {"tile of hashes": "tile/0/000", "bundle of entries": "tile/entries/000"}
SIZE = 300
ROUNDS = 5
SECONDS = 2
LEAST_SHARE = 0.5


def measure(bench: Bench) -> Iterator[Row]:
    log = logs.log_of(SIZE)
    for name, tile in KINDS.items():
        path = f"{log.path}/{tile}"
        with servers.bare_function(kept(bench, path)) as bare_server:
            found, limit = alternate([(bench.site, path), (bare_server, "/")], rounds=ROUNDS, seconds=SECONDS)
        share = found.rate / limit.rate
        yield Row(f"a bare function with a {name}", limit.rate, limit.p50, limit.p95)
        goal, met = f"≥ {LEAST_SHARE} × bare", share >= LEAST_SHARE
        yield Row(f"cached {name}", found.rate, found.p50, found.p95, share, goal, met)
