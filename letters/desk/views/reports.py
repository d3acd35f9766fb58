"""The queue of reports on letters, and one case with all its reports."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from letters.desk.dossiers import complaints_in
from letters.desk.guards import for_moderators
from letters.desk.images import with_images
from letters.desk.opening import Item, deed_of, item_page
from letters.desk.records import just_now
from letters.desk.spine import REPORTS_OLDEST_FIRST, ReportsForm, around, following, report_lines
from letters.desk.verdicts import DecisionForm, choices_on_case, sent_form
from letters.moderation.actions import decide
from letters.moderation.models import Case, Subject
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused


@require_safe
@for_moderators
def reports(request: HttpRequest) -> HttpResponse:
    form, deed = ReportsForm(request.GET), deed_of(request)
    rows = form.found(deed).select_related("letter__current").defer("letter__current__body")
    page = keyset(rows, REPORTS_OLDEST_FIRST, request.GET.get("after", ""))
    asked = form.asked()
    shown = {
        "form": form,
        "lines": report_lines(page.items, deed),
        "asked": urlencode(asked),
        "done": just_now(request.GET.get("done", ""), person=deed.person, at=deed.at),
    }
    shown |= ways(page, reverse("desk:reports"), asked)
    return render(request, "desk/reports.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Open the reports on a letter, which claims them; or answer all of them with one decision."""
    rows = Case.objects.on_letters().select_related("letter__team", "letter__current", "letter__log")
    found = get_object_or_404(rows, pk=case_id)
    if request.method != "POST":
        return _case(request, found)
    form = sent_form(request.POST, language=found.letter.language)
    if not form.is_valid():
        return _case(request, found, form, status=422)
    after = _spine(request, found)[1]
    try:
        decision = decide(form.wish(Subject.CASE, found.pk), person=deed_of(request).person)
    except Refused as refused:
        return _case(request, rows.get(pk=found.pk), form, refused=refused)
    page = reverse("desk:case", args=[after.pk]) if after else reverse("desk:reports")
    return redirect(f"{page}?{urlencode(ReportsForm(request.GET).asked() | {'done': decision.pk})}")


def _case(
    request: HttpRequest,
    found: Case,
    form: DecisionForm | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    item = Item(Subject.CASE, found.pk, found.letter, choices_on_case(found.decided_at is None), form, refused)
    lines, after = _spine(request, found)
    shown: dict[str, Any] = {
        "case": found,
        "complaints": complaints_in(found),
        "version": with_images(found.letter.current, found.letter_id),
        "spine": report_lines(lines, deed_of(request)),
        "after": after,
        "asked": urlencode(ReportsForm(request.GET).asked()),
    }
    return item_page(request, "desk/case.html", item, shown, status=status)


def _spine(request: HttpRequest, found: Case) -> tuple[list[Case], Case | None]:
    """The queue from where this case stands in it, and what comes next."""
    rows = ReportsForm(request.GET).found(deed_of(request)).select_related("letter__current")
    queue = rows.defer("letter__current__body").oldest_first()
    lines = around(queue, found, "opened_at")
    return lines, following(lines, found.pk) or queue.exclude(pk=found.pk).first()
