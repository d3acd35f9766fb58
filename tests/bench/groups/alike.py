"""The time a try to sign takes, for addresses that are new, waiting, signed and blocked: it must tell nobody which."""

import time
from collections.abc import Iterator, Mapping
from itertools import count
from statistics import median

from letters.guard.actions import block_address
from letters.models import Letter, Signature
from petition.audit.actions import OPERATOR
from tests.bench import crowd
from tests.bench.bench import Bench
from tests.bench.groups import sign
from tests.bench.table import Row

ROUNDS = 200
WARMING = 20
MOST_TIMES_SLOWER = 1.1

WAITING, SIGNED, BLOCKED = "waiting@example.net", "signed@example.net", "blocked@example.net"


def measure(bench: Bench) -> Iterator[Row]:
    letter = crowd.letter("signed-alike")
    times = _times(bench, letter)
    new = median(times["new"])
    for name, taken in times.items():
        ordered = sorted(taken)
        p50, p95 = median(ordered), ordered[len(ordered) * 95 // 100]
        is_other = name != "new"
        ratio, goal = (p50 / new, f"≤ {MOST_TIMES_SLOWER} × new, either way") if is_other else (None, "")
        met = 1 / MOST_TIMES_SLOWER <= p50 / new <= MOST_TIMES_SLOWER if is_other else None
        yield Row(f"a try to sign, address {name}", None, p50, p95, ratio, goal, met)


def _times(bench: Bench, letter: Letter) -> Mapping[str, list[float]]:
    """Milliseconds; one try of each kind in turn, so that a busy moment meets all of them."""
    _prepare(bench, letter)
    fresh = (f"fresh{number}@example.net" for number in count())
    kinds = {"new": fresh, "waiting": _again(WAITING), "signed": _again(SIGNED), "blocked": _again(BLOCKED)}
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(WARMING + ROUNDS):
        for name, addresses in kinds.items():
            form = sign.form(next(addresses))
            started = time.perf_counter()
            bench.site.post(sign.path(letter), form)
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: taken[WARMING:] for name, taken in times.items()}


def _prepare(bench: Bench, letter: Letter) -> None:
    for address in (WAITING, SIGNED):
        bench.site.post(sign.path(letter), sign.form(address))
    newest = Signature.objects.filter(letter=letter).latest("pk")
    Signature.objects.filter(pk=newest.pk).update(state="confirmed", confirmed_at=newest.created_at, number=1)
    block_address(BLOCKED, reason="bench", by=OPERATOR)


def _again(address: str) -> Iterator[str]:
    while True:
        yield address
