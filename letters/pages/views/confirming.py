"""The page behind the link in the mail: it shows, and only its button changes anything."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from letters.pages.asking import client_of
from letters.pages.filling import as_confirmed, on_standing_version, to_confirm
from letters.pages.finding import public_letter
from letters.pages.guards import same_origin_only
from letters.pages.links import opened_by
from letters.pages.revising import changes_since
from letters.signing.actions.confirming import Decided, Outcome
from letters.signing.actions.confirming import confirm as confirm_signature
from letters.signing.asking import told_unasked
from letters.signing.forms import ConfirmForm
from letters.signing.lookups import signature_with_letter
from letters.signing.models import Signature
from letters.signing.queries import count_of
from letters.signing.receipts import MEDIA_TYPE, receipt_file
from letters.signing.rules import StrikeReason
from letters.signing.showing import chosen_name
from letters.writing.models import Letter
from petition.lib.networks import prefix
from petition.lib.refusal import Refused
from petition.lib.tokens import BadToken, Purpose, make, read

STUB = "signed"  # the cookie behind the success page and the receipt below it, and for nothing else


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@opened_by(Purpose.CONFIRM)
def confirm(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request, *ids)
    letter, signature = _asked(ids[0])
    if signature.state == Signature.State.STRUCK:
        return _told(request, Decided(Outcome.STRUCK, signature))
    return _page(request, letter, signature, to_confirm(signature))


def _asked(signature_id: int) -> tuple[Letter, Signature]:
    signature = signature_with_letter(signature_id)
    if signature is None:
        raise Refused("signature-gone")
    return public_letter(signature.letter.slug), signature


def _confirm(request: HttpRequest, signature_id: int, message_id: int) -> HttpResponse:
    asked = signature_with_letter(signature_id) if "asks" in request.POST else None
    form = as_confirmed(asked, request.POST)
    if not form.is_valid():
        return _page(request, *_asked(signature_id), form, status=422)
    seen = form.cleaned_data["version"]
    network = prefix(client_of(request))
    try:
        decided = confirm_signature(
            signature_id, message_id, form.shown(), version_number=seen, network=network, asked=form.asked_by_number
        )
    except Refused as refused:
        if refused.code != "letter-amended":
            raise
        letter, signature = _asked(signature_id)
        return _page(request, letter, signature, on_standing_version(form, letter), seen=seen, status=409)
    return _told(request, decided)


def _page(
    request: HttpRequest,
    letter: Letter,
    signature: Signature,
    form: ConfirmForm,
    *,
    seen: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the button, and before it the difference to the text that was signed or last seen here."""
    signed = seen or signature.version.number
    changes = changes_since(letter, signed) if letter.current and signed != letter.current.number else []
    unasked = told_unasked(signature.answers, form.questions)
    shown = {"letter": letter, "form": form, "changes": changes, "state": signature.state, "unasked": unasked}
    return render(request, "pages/confirm.html", shown, status=status)


def _told(request: HttpRequest, decided: Decided) -> HttpResponse:
    letter, signature = decided.signature.letter, decided.signature
    if decided.outcome == Outcome.RECEIVED:
        return render(request, "pages/received.html", {"letter": letter})
    if decided.outcome == Outcome.STRUCK:
        why = StrikeReason(signature.ended_reason).label
        return render(request, "pages/struck.html", {"letter": letter, "why": why})
    return _stub(letter, signature)


def _stub(letter: Letter, signature: Signature) -> HttpResponse:
    """Send the browser that confirmed to a page that only it can open, for a quarter of an hour."""
    address = reverse("pages:signed", args=[letter.slug])
    response = HttpResponseRedirect(address)
    response.set_cookie(
        STUB,
        make(Purpose.SIGNED, letter.pk, signature.pk),
        max_age=Purpose.SIGNED.lifetime,
        path=address,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_safe
def signed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the stub to the browser that confirmed, and the letter to everybody else."""
    letter = public_letter(slug)
    signature = _confirmed_here(request, letter)
    if signature is None:
        return redirect("pages:letter", slug)
    shown = {
        "letter": letter,
        "signature": signature,
        "name": chosen_name(signature),
        "count": count_of(letter.pk),
        "number": signature.number,
        "index": signature.index,
        # While the log is slow there is neither yet, and the receipt comes by mail.
        "is_settled": signature.index is not None,
    }
    return render(request, "pages/signed.html", shown)


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the receipt to the browser that confirmed; one that has none yet is sent back to the page that says so."""
    letter = public_letter(slug)
    signature = _confirmed_here(request, letter)
    if signature is None:
        return redirect("pages:letter", slug)
    file = receipt_file(signature)
    if file is None:
        return redirect("pages:signed", slug)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.text, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


def _confirmed_here(request: HttpRequest, letter: Letter) -> Signature | None:
    try:
        letter_id, signature_id = read(Purpose.SIGNED, request.COOKIES.get(STUB, ""))
    except BadToken:
        return None
    signed = Signature.objects.in_force().select_related("operation", "letter", "version")
    return signed.filter(pk=signature_id, letter_id=letter_id, letter=letter).first()
