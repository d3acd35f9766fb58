"""How a log grew, as bars: what came in stands above the line, what went out hangs below it.

With its gap each bar is 10 units wide, in a picture that is stretched to the width there is; few bars leave the rest
of it empty. Names of hours stand outside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from letters.ledger.growth import Period

HEIGHT = 100
PITCH = 10
GAP = 2
ROOM = 24  # bars that the picture has room for at least: one alone would be a block
LEAST = 1.5  # so that one signature beside a thousand is still seen


@dataclass(frozen=True)
class Bar:
    """One period: its own numbers for the table, and its two bars."""

    start: datetime
    signed: int
    withdrawn: int
    struck: int
    count: int  # in force at its end
    x: int
    up: float
    top: float
    down: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    line: float  # where the ground is
    depth: float
    most: int  # in one period

    @property
    def box(self) -> str:
        return f"0 0 {max(ROOM, len(self.bars)) * PITCH} {HEIGHT + self.depth:g}"

    @property
    def width(self) -> int:
        """Of each bar."""
        return PITCH - GAP

    @property
    def ground(self) -> str:
        return f"M0 {self.line:g}H{len(self.bars) * PITCH}"

    @property
    def is_short(self) -> bool:
        """Ends before the picture does, so that the name of its last hour can't stand at the other end."""
        return len(self.bars) < ROOM

    @property
    def first(self) -> datetime:
        return self.bars[0].start

    @property
    def last(self) -> datetime:
        return self.bars[-1].start

    @property
    def eventful(self) -> list[Bar]:
        """Those in which anything happened: a table of empty hours is read by nobody."""
        return [bar for bar in self.bars if bar.signed or bar.withdrawn or bar.struck]


def chart(periods: Sequence[Period]) -> Chart | None:
    if not periods:
        return None
    most = max(period.signed for period in periods)
    scale = HEIGHT / max(1, most, max(map(_gone, periods)))
    bars = [_bar(place, period, scale) for place, period in enumerate(periods)]
    return Chart(bars, HEIGHT, round(max(bar.down for bar in bars), 2), most)


def _bar(place: int, period: Period, scale: float) -> Bar:
    up = _height(period.signed, scale)
    return Bar(
        start=datetime.fromtimestamp(period.start, UTC),
        signed=period.signed,
        withdrawn=period.withdrawn,
        struck=period.struck,
        count=period.after.count,
        x=place * PITCH,
        up=up,
        top=round(HEIGHT - up, 2),
        down=_height(_gone(period), scale),
    )


def _gone(period: Period) -> int:
    return max(0, period.withdrawn + period.struck)


def _height(many: int, scale: float) -> float:
    return round(max(LEAST, many * scale), 2) if many else 0
