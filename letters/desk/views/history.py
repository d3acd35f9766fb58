"""The history of the site, searched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from letters.desk.guards import for_moderators
from letters.desk.history import HistoryForm, lines
from petition.audit.queries import NEWEST_FIRST
from petition.lib.paging import keyset, ways


@require_safe
@for_moderators
def history(request: HttpRequest) -> HttpResponse:
    form = HistoryForm(request.GET)
    page = keyset(form.found(), NEWEST_FIRST, request.GET.get("after", ""))
    asked = form.asked()
    shown = {
        "form": form,
        "lines": lines(page.items),
        "is_narrowed": bool(asked),
    }
    shown |= ways(page, reverse("desk:history"), asked)
    return render(request, "desk/history.html", shown, status=422 if form.errors else 200)
