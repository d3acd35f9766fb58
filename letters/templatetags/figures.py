"""A letter in a line of figures, for the list of a person's letters."""

from typing import Any

from django import template

from letters.ledger.charting import chart
from letters.ledger.growth import growth
from letters.signing.models import Figures
from letters.signing.origins import origins
from letters.writing.models import Letter

register = template.Library()

# A glance; all of them stand on the letter's page of figures.
MOST_ORIGINS = 3


@register.inclusion_tag("components/brief.html")
def letter_in_brief(letter: Letter) -> dict[str, Any]:
    """How it grew, and where most of its signers came from."""
    counted = Figures.objects.filter(letter=letter).first()
    return {
        "letter": letter,
        "chart": chart(growth(letter.log).whole) if letter.log else None,
        "countries": origins(counted.countries).groups[:MOST_ORIGINS] if counted else [],
        "labels": origins(counted.labels).groups[:MOST_ORIGINS] if counted else [],
    }
