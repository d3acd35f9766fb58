"""The signatures of a letter, as their signers chose to be shown, for those who look after it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts_of
from accounts.roles import Act
from letters.signing.actions import hide_name
from letters.signing.actions.heading import raise_to_first
from letters.signing.handing import hand_out
from letters.signing.heading import head_of
from letters.signing.listing import listed, order_of
from letters.signing.organizing import ListForm
from letters.signing.queries import count_of
from letters.signing.rules import MOST_FIRST_SIGNERS
from letters.studio.guards import by_person, for_letter, person_of
from letters.studio.narrowing import ways_of
from letters.studio.refusals import said
from letters.writing.models import Letter
from petition.lib.download import in_pieces
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused

ROWS_A_PAGE = 100


@require_safe
@for_letter
def signatures(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = ListForm(request.GET)
    words, only = form.wish()
    offered = ways_of(letter, only)
    only = only if offered.offer(only) else ""
    page = keyset(listed(letter, only, words), order_of(only), request.GET.get("after", ""), ROWS_A_PAGE)
    asked = {name: text for name, text in (("q", words), ("only", only)) if text}
    beside = ways(page, reverse("studio:signatures", args=(letter.pk,)), asked)
    shown = {"form": form, "words": words, "only": only, "page": page, "ways": offered}
    shown |= {"letter": letter, "count": count_of(letter.pk)} | beside | _offers(request, letter)
    return render(request, "studio/signatures.html", shown)


@require_POST
@for_letter
def hide(request: HttpRequest, letter: Letter, signature_id: int) -> HttpResponse:
    """Show nobody a name until a moderator has looked."""
    found = get_object_or_404(letter.signatures.only("pk"), pk=signature_id)
    hide_name(found.pk, by=by_person(request))
    messages.success(request, _("The name is hidden, and a moderator will look at it."))
    return _back(request, letter)


@require_POST
@for_letter
def raise_signature(request: HttpRequest, letter: Letter, signature_id: int) -> HttpResponse:
    """Put somebody who has signed among the first."""
    found = get_object_or_404(letter.signatures.in_force().only("pk"), pk=signature_id)
    try:
        raise_to_first(letter.pk, found.pk, by=by_person(request))
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("The signature now stands among the first. Their order is under “First signers”."))
    return _back(request, letter)


@require_POST
@for_letter
def export(request: HttpRequest, letter: Letter) -> StreamingHttpResponse:
    """Hand out the table, row by row, however many there are."""
    lines = hand_out(letter, by=by_person(request))
    name = f"signatures-{letter.slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(in_pieces(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _offers(request: HttpRequest, letter: Letter) -> dict[str, bool]:
    """What this person may do with the list and with each line of it."""
    acts = acts_of(person_of(request), letter.team)
    may_write = Act.WRITE in acts
    may_raise = may_write and len(head_of(letter)) < MOST_FIRST_SIGNERS
    return {"may_export": Act.EXPORT in acts, "may_hide": may_write, "may_raise": may_raise}


def _back(request: HttpRequest, letter: Letter) -> HttpResponse:
    """To the same place of the list."""
    place = request.POST.get("place", "")
    if not place:
        return redirect("studio:signatures", letter.pk)
    return HttpResponseRedirect(f"{reverse('studio:signatures', args=(letter.pk,))}?{place}")
