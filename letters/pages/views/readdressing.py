"""Pages for a signer whose mail comes back, and for the mailbox they name in its place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from letters.pages.asking import may_ask
from letters.pages.filling import to_edit
from letters.pages.guards import same_origin_only
from letters.pages.links import opened_by
from letters.pages.views.managing import own_page, signature_of
from letters.signing.actions import readdressing
from letters.signing.forms import NewAddressForm
from letters.signing.links import to_manage
from letters.signing.lookups import signature_with_letter
from petition.lib.tokens import Purpose


@never_cache
@require_POST
@same_origin_only
@opened_by(Purpose.MANAGE)
def correct_address(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    mine, form = signature_of(ids), NewAddressForm(request.POST)
    if not form.is_valid():
        return own_page(request, mine, to_edit(mine), address_form=form, status=422)
    may_ask(request)
    readdressing.ask_new_mailbox(mine.pk, form.cleaned_data["email"])
    return redirect("../?done=asked")


@never_cache
@require_POST
@same_origin_only
@opened_by(Purpose.MANAGE)
def mail_again(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    was_done = readdressing.mail_again(ids[0])
    return redirect(f"../?done={'tried' if was_done else 'tried-today'}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@opened_by(Purpose.MOVE)
def move(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Only the button moves the signature, because programs open links too."""
    if request.method == "POST" and readdressing.move(*ids) is readdressing.Move.MOVED:
        return redirect(f"{to_manage(signature_of(ids[:1]))}?done=moved")
    signature = signature_with_letter(ids[0])
    shown = {"standing": readdressing.standing(*ids), "letter": signature and signature.letter}
    return render(request, "pages/move.html", shown)
