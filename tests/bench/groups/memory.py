"""What a web process holds in memory after the load of the rows before it, and of a last one of its own."""

from collections.abc import Iterator

from tests.bench.bench import Bench
from tests.bench.crowd import signed_by
from tests.bench.load import Request, ask
from tests.bench.table import Row

SECONDS = 5
SIZE = 10_000
MOST_MEGABYTES = 200


def measure(bench: Bench) -> Iterator[Row]:
    page = signed_by(SIZE).get_absolute_url()
    for server in (bench.site, bench.django):
        ask(server.url, [Request(page), Request("/"), Request(f"{page}signatures/")], seconds=SECONDS)
    most = max(*bench.site.resident(), *bench.django.resident())
    ratio, goal = most / MOST_MEGABYTES, f"≤ {MOST_MEGABYTES} MB"
    yield Row(f"web process, {most:.0f} MB resident", ratio=ratio, goal=goal, met=most <= MOST_MEGABYTES)
