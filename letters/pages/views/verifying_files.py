"""The program that checks a log without trusting whoever served it: they should keep it, and read it first."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse

from letters.ledger import check_log as program
from letters.pages.guards import public_page

SOURCE = Path(program.__file__).read_bytes()


@public_page
def check_log(request: HttpRequest) -> HttpResponse:
    """As text, so that it can be read in the browser; the name comes with it when it is saved."""
    named = {"Content-Disposition": 'inline; filename="check_log.py"'}
    return HttpResponse(SOURCE, content_type="text/plain; charset=utf-8", headers=named)
