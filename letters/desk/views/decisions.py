"""What a moderator decided lately, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from letters.desk.guards import for_moderators, moderator_of
from letters.desk.opening import deed_of
from letters.desk.records import address_of, taken
from letters.desk.refusals import sentence
from letters.moderation.actions import undo as undo_decision
from letters.moderation.models import Decision
from letters.moderation.rules import UNDO_WITHIN
from petition.errors import STATUS
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused

NEWEST_FIRST = ("-id",)


@require_safe
@for_moderators
def decisions(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@for_moderators
def undo(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take one back; from the slip above another item this leads back to what it was about, from a list to the list."""
    try:
        decision = undo_decision(decision_id, person=moderator_of(request))
    except Refused as refused:
        if refused.code == "not-found":
            raise
        return _page(request, refused=refused)
    return redirect(address_of(decision) if "to-item" in request.POST else reverse("desk:decisions"))


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    deed = deed_of(request)
    mine = Decision.objects.filter(by=deed.person).select_related("by", "letter__current")
    page = keyset(mine, NEWEST_FIRST, request.GET.get("after", ""))
    shown = {
        "taken": taken(page.items, person=deed.person, at=deed.at),
        "undo_within": UNDO_WITHIN,
        "refused": sentence("", refused) if refused else "",
    }
    shown |= ways(page, reverse("desk:decisions"))
    return render(request, "desk/decisions.html", shown, status=STATUS.get(refused.code, 409) if refused else 200)
