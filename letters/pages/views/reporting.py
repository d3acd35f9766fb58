"""Anybody says what is wrong with a letter or a name under it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from letters.moderation.actions.reporting import report as report_letter
from letters.moderation.actions.reporting import shown_at
from letters.moderation.forms import ReportForm, entry_in
from letters.moderation.rules import SERVICE_TIME
from letters.pages.asking import client_of, may_ask
from letters.pages.finding import public_letter
from letters.pages.guards import public_page, same_origin_only
from letters.writing.models import Letter


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
def report(request: HttpRequest, slug: str) -> HttpResponse:
    return _take(request, slug) if request.method == "POST" else _ask(request, slug)


@public_page
def _ask(request: HttpRequest, slug: str) -> HttpResponse:
    entry = entry_in(request.GET)
    form = ReportForm(initial={"signature": entry}, about_signature=entry is not None)
    return _page(request, public_letter(slug), form, entry)


def _take(request: HttpRequest, slug: str) -> HttpResponse:
    """Say thank you whether there is such a signature or not."""
    letter, entry = public_letter(slug), entry_in(request.POST)
    form = ReportForm(request.POST, about_signature=entry is not None)
    if not form.is_valid():
        return _page(request, letter, form, entry, status=422)
    may_ask(request, "report")
    said = form.complaint(language=get_language() or letter.language, client=client_of(request))
    report_letter(letter, said, entry=entry)
    return redirect("pages:reported", slug)


def _page(
    request: HttpRequest, letter: Letter, form: ReportForm, entry: int | None, *, status: int = 200
) -> HttpResponse:
    signature = shown_at(letter, entry) if entry is not None else None
    shown = {"letter": letter, "form": form, "entry": entry, "signature": signature}
    return render(request, "pages/report.html", shown, status=status)


@public_page
def reported(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "pages/reported.html", {"letter": public_letter(slug), "service_time": SERVICE_TIME})
