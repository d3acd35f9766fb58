"""Answers of the site beside a bare function with the same bytes, both in each round of load."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import bare
from tests.bench.bench import Bench
from tests.bench.load import Measured, Request, ask, middle, warm
from tests.bench.servers import Web


def kept(bench: Bench, path: str) -> Path:
    """The folder from which a bare function gives away what the site answers."""
    answer = bench.site.get(path)
    folder = bench.folder / "answer"
    bare.keep(folder, answer.getheaders(), answer.read())
    return folder


def alternate(pages: Sequence[tuple[Web, str]], *, rounds: int, seconds: int) -> list[Measured]:
    """Each page in each round, so that a busy moment of the machine meets all of them."""
    for server, path in pages:
        warm(server.url, [Request(path)])
    found = [[ask(server.url, [Request(path)], seconds=seconds) for server, path in pages] for _ in range(rounds)]
    return [middle(list(one)) for one in zip(*found, strict=True)]
