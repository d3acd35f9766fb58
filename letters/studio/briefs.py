"""Letters at a glance, for the list of a person's letters: how each grew, and where most of its signers came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from letters.ledger.charting import Chart, chart
from letters.ledger.growth import growths
from letters.signing.models import Figures
from letters.signing.origins import Counted, origins
from letters.writing.models import Letter

# A glance; all of them stand on the letter's page of figures.
MOST_ORIGINS = 3
# Letters at the top of a page that show it; further down nobody looks for news.
MOST_BRIEFS = 12


@dataclass(frozen=True)
class Brief:
    chart: Chart | None
    countries: Counted
    labels: Counted


def briefs_of(letters: Iterable[Letter]) -> dict[int, Brief]:
    """By letter, of those that have a log; all of them cost what one costs."""
    published = {letter.pk: letter.log for letter in letters if letter.log}
    counted = Figures.objects.in_bulk(published)
    grown = growths(published.values())
    return {pk: _brief(chart(grown.get(log.pk, [])), counted.get(pk)) for pk, log in published.items()}


def _brief(grown: Chart | None, counted: Figures | None) -> Brief:
    if counted is None:
        return Brief(grown, [], [])
    return Brief(grown, origins(counted.countries).groups[:MOST_ORIGINS], origins(counted.labels).groups[:MOST_ORIGINS])
