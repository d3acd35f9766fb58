"""The page for somebody who got our mail and never asked to sign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from letters.pages.guards import same_origin_only
from letters.pages.links import opened_by
from letters.signing.actions import denying
from letters.signing.forms import ResendForm
from letters.signing.lookups import signature_with_letter
from petition.lib.tokens import Purpose


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@opened_by(Purpose.DENY)
def deny(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    found = denying.deny(ids[0]) if request.method == "POST" else denying.standing(signature_with_letter(ids[0]))
    return render(request, "pages/deny.html", {"standing": found, "form": ResendForm()})
