"""What belongs to a person alone: everything the site keeps of them to take away, and the way out and back."""

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signing_in import for_signed_in
from letters.privacy import actions
from letters.privacy.exporting import archive_of
from letters.privacy.queries import going_with, to_hand_over
from letters.privacy.rules import COMES_BACK_WITHIN
from letters.studio.guards import asked_again, for_people, person_of
from petition.lib.refusal import Refused

NOTHING_CHOSEN = _("Tick the box to say that you mean it.")


@require_safe
@for_people
def my_data(request: HttpRequest) -> HttpResponse:
    return render(request, "studio/my_data.html", {"days": COMES_BACK_WITHIN.days})


@require_POST
@for_people
@asked_again
def export_my_data(request: HttpRequest) -> HttpResponseBase:
    if not ratelimit.consume(request, action="export", user=person_of(request)):
        raise Refused("too-many")
    name = f"{timezone.now():%Y-%m-%d}-my-data.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(archive_of(person_of(request)), content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
@asked_again
def close_account(request: HttpRequest) -> HttpResponse:
    """Only a ticked box and the button close it; the page says what has to be done before."""
    if request.method != "POST":
        return _closing(request)
    if "sure" not in request.POST:
        return _closing(request, why=NOTHING_CHOSEN, status=422)
    try:
        actions.close_account(person_of(request))
    except Refused:
        return _closing(request, status=409)
    logout(request)
    return render(request, "studio/account_closed.html", {"days": COMES_BACK_WITHIN.days})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_signed_in
def come_back(request: HttpRequest) -> HttpResponse:
    """All that a closed account can still do; to anybody else the page has nothing to say."""
    person = person_of(request)
    if request.method == "POST":
        actions.come_back(person)
    if request.method == "POST" or person.closing_at is None:
        return redirect("studio:home")
    return render(request, "studio/come_back.html", {"person": person})


def _closing(request: HttpRequest, *, why: str | Promise = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    shown = {
        "why": why,
        "days": COMES_BACK_WITHIN.days,
        "is_last_administrator": person.is_last_administrator,
        "to_hand_over": to_hand_over(person),
        "going": going_with(person),
    }
    return render(request, "studio/close_account.html", shown, status=status)
