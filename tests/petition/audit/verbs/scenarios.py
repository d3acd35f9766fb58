"""How a scenario is told: what it prepares, the deed itself, and the lines of history that the deed leaves."""

from collections.abc import Callable
from dataclasses import dataclass

BY = "user 7"

Deed = Callable[[], object]
Prepare = Callable[[], Deed]


@dataclass(frozen=True)
class Scenario:
    prepare: Prepare
    lines: tuple[str, ...]
    again: str = ""  # why the same deed once more is another one


SCENARIOS: dict[str, Scenario] = {}


def name_of(verb: Callable[..., object]) -> str:
    return f"{verb.__module__}.{verb.__qualname__}"


def leaves(verb: Callable[..., object], *lines: str, again: str = "") -> Callable[[Prepare], Prepare]:
    """Tell the scenario of a verb."""

    def told(prepare: Prepare) -> Prepare:
        SCENARIOS[name_of(verb)] = Scenario(prepare, lines, again)
        return prepare

    return told
