"""One measurement a row, and how the rows read on a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("what", "rate", "p50", "p95", "ratio", "goal", "met")


@dataclass(frozen=True)
class Row:
    """A rate per second, times in milliseconds, and the share of what the machine itself allows."""

    name: str
    rate: float | None = None
    p50: float | None = None
    p95: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None  # None: no goal, told for comparison

    def cells(self) -> tuple[str, ...]:
        rate = f"{self.rate:,.0f}/s" if self.rate is not None else ""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        met = "" if self.met is None else "yes" if self.met else "NO"
        return (self.name, rate, _time(self.p50), _time(self.p95), ratio, self.goal, met)


def table(rows: Sequence[Row]) -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    words = (0, 5, 6)
    set_cells = [
        cell.ljust(width) if column in words else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(set_cells).rstrip()


def _time(milliseconds: float | None) -> str:
    if milliseconds is None:
        return ""
    return f"{milliseconds:.1f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.2f} s"
