"""The history of the site, searched."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.desk.guards import for_moderators
from letters.desk.history import HistoryForm, lines
from petition.audit.queries import NEWEST_FIRST
from petition.lib.paging import keyset

LINES_A_PAGE = 50


@require_safe
@for_moderators
def history(request: HttpRequest) -> HttpResponse:
    form = HistoryForm(request.GET)
    page = keyset(form.found(), NEWEST_FIRST, request.GET.get("after", ""), LINES_A_PAGE)
    asked = form.asked()
    shown = {
        "form": form,
        "lines": lines(page.items),
        "is_narrowed": bool(asked),
        "previous": _way(asked, page.previous_cursor),
        "next": _way(asked, page.next_cursor),
    }
    return render(request, "desk/history.html", shown, status=422 if form.errors else 200)


def _way(asked: dict[str, str], cursor: str | None) -> str:
    return "?" + urlencode(asked | {"after": cursor}) if cursor else ""
