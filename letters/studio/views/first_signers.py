"""The head of the list: whom a team asks to sign first, and in which order they stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from letters.signing.actions.heading import add_first, move_first, remove_first
from letters.signing.heading import head_of
from letters.signing.organizing import FirstSignerForm
from letters.signing.rules import MOST_FIRST_SIGNERS
from letters.studio.guards import by_person, for_letter
from letters.studio.refusals import said
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def first_signers(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = FirstSignerForm(request.POST or None)
    if form.is_valid() and _added(request, letter, form):
        return redirect("studio:first_signers", letter.pk)
    head = head_of(letter)
    shown = {"letter": letter, "form": form, "head": head, "most": MOST_FIRST_SIGNERS}
    shown |= {"is_full": len(head) >= MOST_FIRST_SIGNERS and not form.errors}
    return render(request, "studio/first_signers.html", shown, status=422 if form.is_bound else 200)


@require_POST
@for_letter
def remove(request: HttpRequest, letter: Letter) -> HttpResponse:
    remove_first(letter.pk, request.POST.get("key", ""), by=by_person(request))
    return redirect("studio:first_signers", letter.pk)


@require_POST
@for_letter
def move(request: HttpRequest, letter: Letter) -> HttpResponse:
    steps = -1 if request.POST.get("way") == "up" else 1
    move_first(letter.pk, request.POST.get("key", ""), steps, by=by_person(request))
    return redirect("studio:first_signers", letter.pk)


def _added(request: HttpRequest, letter: Letter, form: FirstSignerForm) -> bool:
    """Whether somebody new is asked; the same address a second time is a message at its field."""
    try:
        add_first(letter.pk, by=by_person(request), **form.cleaned_data)
    except Refused as refused:
        field = "address" if refused.code in ("first-signer-known", "invitations-refused") else None
        form.add_error(field, said(refused))
        return False
    return True
