"""A signer's own page: see, change, hide, take away, withdraw, erase."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from letters.pages.filling import as_edited, edited, to_edit, unnamed
from letters.pages.guards import same_origin_only
from letters.pages.links import opened_by
from letters.signing.actions import keeping, leaving
from letters.signing.actions.readdressing import suppression_of
from letters.signing.exporting import own_data
from letters.signing.forms import EditForm, NewAddressForm
from letters.signing.links import to_unsubscribe
from letters.signing.models import Signature
from letters.signing.receipts import MEDIA_TYPE, receipt_file
from letters.signing.rules import StrikeReason
from letters.signing.showing import chosen_name, chosen_place, chosen_role
from letters.writing.differences import Hunk, difference
from petition.lib.refusal import Refused
from petition.lib.tokens import Purpose, make

# What the page says after a redirect; the word in the address picks a sentence, and nothing else is taken from it.
DONE = {
    "changed": _("Your signature reads as you want it now."),
    "unchanged": _("Nothing was different, so nothing was changed."),
    "withdrawn": _("Your signature is withdrawn. It is no longer counted, and your name is off the list."),
    "asked": _("We have written to that address. Open our mail there and press its button."),
    "tried": _("Thank you. We write to your address again from now on."),
    "tried-today": _("We can try an address again once a day. Come back tomorrow, or name another one."),
    "moved": _("Mail about your signature comes to this mailbox now."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@opened_by(Purpose.MANAGE)
def signature(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    mine = signature_of(ids)
    if request.method != "POST":
        return own_page(request, mine, to_edit(mine))
    form = as_edited(mine, request.POST)
    if not form.is_valid():
        return own_page(request, mine, form, status=422)
    changed = keeping.edit(mine.pk, edited(form, mine))
    return redirect(f"./?done={'changed' if changed else 'unchanged'}")


def own_page(
    request: HttpRequest,
    mine: Signature,
    form: EditForm,
    *,
    address_form: NewAddressForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if mine.is_erased:
        return render(request, "pages/erased.html", {"letter": mine.letter, "stays_counted": True})
    shown = {
        "letter": mine.letter,
        "signature": mine,
        "name": chosen_name(mine),
        "role": chosen_role(mine),
        "place": chosen_place(mine),
        "form": form,
        "why_struck": StrikeReason(mine.ended_reason).label if mine.ended_reason else "",
        "done": DONE.get(request.GET.get("done", "")),
        "changes": _changes(mine),
        "mail_link": to_unsubscribe(mine),
        "returned": suppression_of(mine),
        "address_form": address_form or NewAddressForm(),
        "own_token": make(Purpose.MANAGE, mine.pk),
    }
    return render(request, "pages/signature.html", shown, status=status)


@never_cache
@require_POST
@same_origin_only
@opened_by(Purpose.MANAGE)
def hide(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Show nothing of a signer from now on, in one click."""
    mine = signature_of(ids)
    changed = keeping.edit(mine.pk, unnamed(mine))
    return redirect(f"../?done={'changed' if changed else 'unchanged'}")


@never_cache
@require_POST
@same_origin_only
@opened_by(Purpose.MANAGE)
def withdraw(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    leaving.withdraw(ids[0])
    return redirect("../?done=withdrawn")


@never_cache
@require_POST
@same_origin_only
@opened_by(Purpose.MANAGE)
def erase(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Forget a signer; one button leaves the letter, the other stays counted."""
    letter = signature_of(ids).letter
    stays_counted = request.POST.get("keep") == "counted"
    leaving.erase(ids[0], keep_counted=stays_counted)
    return render(request, "pages/erased.html", {"letter": letter, "stays_counted": stays_counted})


@never_cache
@require_safe
@opened_by(Purpose.MANAGE)
def export(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    response = JsonResponse(own_data(signature_of(ids)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-signature.json"'
    return response


@never_cache
@require_safe
@opened_by(Purpose.MANAGE)
def receipt(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Hand out what the mail held; where there is none, go back to the page that says how the signature stands."""
    mine = signature_of(ids)
    file = receipt_file(mine) if mine.state == Signature.State.CONFIRMED else None
    if file is None:
        return redirect("../")
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.text, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


def _changes(mine: Signature) -> list[Hunk]:
    """What the letter says otherwise than when it was signed, for whoever can still leave it."""
    letter = mine.letter
    if mine.state != Signature.State.CONFIRMED or not letter.is_public or mine.version_id == letter.current_id:
        return []
    return difference(mine.version, letter.current) if letter.current else []


def signature_of(ids: tuple[int, ...]) -> Signature:
    mine = Signature.objects.select_related("letter__current", "version", "operation__log").filter(pk=ids[0]).first()
    if mine is None:
        raise Refused("signature-gone")
    return mine
