"""Deciding about many signatures at once: preview, do, look back, undo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from letters.desk.bulk import BulkForm, opened, preview
from letters.desk.guards import for_moderators
from letters.desk.opening import deed_of
from letters.desk.queue import SignaturesForm
from letters.desk.verdicts import BIGGEST_ID
from letters.desk.views.signatures import queue_page
from letters.moderation.actions.together import decide_together, undo_together
from letters.moderation.models import Decision
from letters.moderation.queries import DecisionQuerySet
from letters.moderation.rules import UNDO_WITHIN
from letters.moderation.wording import what_happened
from petition.lib.numbers import number_in


@require_POST
@for_moderators
def bulk(request: HttpRequest) -> HttpResponse:
    """Say exactly what would change; nothing does yet."""
    form, queue, deed = BulkForm(request.POST), SignaturesForm(request.GET), deed_of(request)
    chosen = form.chosen(queue, deed) if form.is_valid() else []
    if not chosen:
        return queue_page(request, form, status=422)
    shown = {"preview": preview(form.wish(), chosen, deed), "asked": request.GET.urlencode()}
    return render(request, "desk/bulk.html", shown)


@require_POST
@for_moderators
def do_bulk(request: HttpRequest) -> HttpResponse:
    """Do what the preview promised; the same page sent twice, or again after an end half-way, does the rest of it."""
    token, deed = request.POST.get("token", ""), deed_of(request)
    promised = opened(token, deed)
    if promised is None:
        return queue_page(request, BulkForm(), status=409, is_stale=True)
    progress = decide_together(promised.number, promised.wish, promised.seen, person=deed.person)
    if progress.to_do:
        return render(request, "desk/bulk_going.html", {"token": token, "progress": progress})
    return redirect_to(promised.number, left_out=progress.left_out)


@require_safe
@for_moderators
def bulk_done(request: HttpRequest, number: int) -> HttpResponse:
    deed, decisions = deed_of(request), _decisions(number)
    first = decisions.select_related("by").order_by("id").first()
    if first is None:
        raise Http404
    undoable = decisions.standing().filter(by=deed.person, at__gte=deed.at - UNDO_WITHIN).count()
    shown = {
        "number": number,
        "first": first,
        "words": what_happened(first.kind, first.verdict),
        "standing": decisions.standing().count(),
        "undone": decisions.exclude(undone_at=None).count(),
        "undoable": undoable,
        "left_out": number_in(request.GET.get("left", ""), digits=4) or 0,
    }
    return render(request, "desk/bulk_done.html", shown)


@require_POST
@for_moderators
def undo_bulk(request: HttpRequest, number: int) -> HttpResponse:
    if not _decisions(number).exists():
        raise Http404
    progress = undo_together(number, person=deed_of(request).person)
    return redirect_to(number, left_out=progress.left_out)


def redirect_to(number: int, *, left_out: int) -> HttpResponse:
    response = redirect("desk:bulk_done", number)
    response["Location"] += f"?left={left_out}" if left_out else ""
    return response


def _decisions(number: int) -> DecisionQuerySet:
    if number > BIGGEST_ID:
        raise Http404
    return Decision.objects.filter(bulk=number)
