"""Measures the goals of speed and prints them as a table; it measures, it does not judge, so it exits 0.

python -m tests.bench [GROUP …], against the engines that DATABASE_URL and REDIS_URL name.
"""

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module

import django

from tests.bench import environment
from tests.bench.table import Row, table

GROUPS = (
    *("page", "tile", "list", "sign", "confirm", "mail", "alike", "memory"),
    *("proof", "backlog", "audit", "move"),
    *("studio", "desk", "mailing"),
)


def main(wanted: list[str]) -> None:
    if unknown := set(wanted) - set(GROUPS):
        sys.exit(f"No such rows: {', '.join(sorted(unknown))}. There are: {', '.join(GROUPS)}.")
    environment.prepare()
    django.setup()
    print("\n" + table(list(_rows(wanted or list(GROUPS)))))


def _rows(wanted: list[str]) -> Iterator[Row]:
    with import_module("tests.bench.bench").Bench() as bench:
        for name in filter(wanted.__contains__, GROUPS):
            started = time.monotonic()
            print(f"{name} …", end=" ", flush=True)
            yield from _measured(name, bench)
            print(f"{time.monotonic() - started:.0f} s", flush=True)


def _measured(name: str, bench: object) -> Iterator[Row]:
    """The rows of one group; one that can't be measured says why and spoils no other."""
    measure: Callable[[object], Iterator[Row]] = import_module(f"tests.bench.groups.{name}").measure
    try:
        yield from measure(bench)
    except import_module("tests.bench.load").Failed as failed:
        yield Row(f"{name}: {failed}", met=False)


if __name__ == "__main__":
    main(sys.argv[1:])
