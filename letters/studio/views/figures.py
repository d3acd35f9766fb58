"""A letter in numbers: how it grew, and where those who signed came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.ledger.charting import chart
from letters.ledger.growth import growth
from letters.signing.listing import listed
from letters.signing.models import Figures
from letters.signing.origins import LEAST, origins
from letters.studio.guards import for_letter
from letters.writing.models import Letter


@require_safe
@for_letter
def figures(request: HttpRequest, letter: Letter) -> HttpResponse:
    counted = Figures.objects.filter(letter=letter).first()
    shown = {
        "letter": letter,
        "counted": counted,
        "countries": origins(counted.countries if counted else []),
        "labels": origins(counted.labels if counted else []),
        "least": LEAST,
        "waiting": {way: listed(letter, way).count() for way in ("held", "hidden")} if letter.log else {},
    }
    return render(request, "studio/figures.html", shown | _growth(letter))


def _growth(letter: Letter) -> dict[str, object]:
    if letter.log is None:
        return {}
    grown = growth(letter.log)
    return {"whole": chart(grown.whole), "hours": chart(grown.hours)}
