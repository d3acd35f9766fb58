"""The time zones that people choose from: places, and none of the names kept for old programs alone."""

from functools import cache
from zoneinfo import available_timezones

UTC = "UTC"
AREAS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


def choices(chosen: str = UTC) -> list[tuple[str, str]]:
    """Each with its words; one that was chosen before it was left out here stays a choice."""
    return [(zone, zone.replace("_", " ")) for zone in sorted({chosen, *_places()})]


@cache
def _places() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if zone == UTC or zone.partition("/")[0] in AREAS)
