"""Signatures on paper, which a team attests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from letters.signing.actions.paper import attest_paper, undo_paper
from letters.signing.models import PaperList
from letters.signing.organizing import PaperForm
from letters.studio.guards import for_letter, person_of
from letters.studio.refusals import said
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def paper(request: HttpRequest, letter: Letter) -> HttpResponse:
    lists = PaperList.objects.filter(letter=letter).select_related("by").order_by("-id")
    newest = lists.first()
    form = PaperForm(request.POST or None, initial={"seen": newest.pk if newest else 0})
    if form.is_valid() and _attested(request, letter, form):
        return redirect("studio:paper", letter.pk)
    shown = {"letter": letter, "form": form, "lists": lists}
    return render(request, "studio/paper.html", shown, status=422 if form.is_bound else 200)


@require_POST
@for_letter
def undo(request: HttpRequest, letter: Letter, paper_id: int) -> HttpResponse:
    undo_paper(get_object_or_404(PaperList, pk=paper_id, letter=letter), person=person_of(request))
    return redirect("studio:paper", letter.pk)


def _attested(request: HttpRequest, letter: Letter, form: PaperForm) -> bool:
    """Whether the list is added; a number that is too large together with the others is a mistake at its field."""
    filled = {name: form.cleaned_data[name] for name in ("number", "collected_on", "note", "seen")}
    try:
        attest_paper(letter.pk, person=person_of(request), **filled)
    except Refused as refused:
        if refused.code != "too-much-paper":
            raise
        form.add_error("number", said(refused))
        return False
    return True
