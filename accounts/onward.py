"""Where somebody was headed who first has to set up a second factor, and how they get there in the end."""

from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import Door

CODES, FACTORS = "mfa_view_recovery_codes", "mfa_index"


def to_set_up(request: HttpRequest) -> HttpResponse:
    """Send whoever has no second factor to set one up, and remember the page they asked for."""
    where = request.get_full_path() if request.method == "GET" else ""
    way = reverse("accounts:second_factor")
    return redirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: where})}" if where else way)


def way_on(request: HttpRequest, *, otherwise: str = FACTORS) -> str:
    """The page that somebody asked for before, if it is one of ours."""
    return get_next_redirect_url(request) or reverse(otherwise)


def leads_on(view: Door) -> Door:
    """Stand above the pages that set up a factor and show its recovery codes: the way on outlives them."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        response = view(request, *args, **rest)
        if isinstance(response, TemplateResponse):
            response.context_data = {**(response.context_data or {}), "onward": way_on(request)}
        elif get_next_redirect_url(request):
            _lengthen(request, response)
        return response

    return door


def codes_then(onward: str) -> str:
    """The page of the recovery codes, as a stop on the way."""
    return f"{reverse(CODES)}?{urlencode({REDIRECT_FIELD_NAME: onward})}"


def _lengthen(request: HttpRequest, response: HttpResponseBase) -> None:
    where = response.headers.get("Location")
    if where == reverse(CODES):
        response.headers["Location"] = codes_then(way_on(request))
    elif where == reverse(FACTORS):
        response.headers["Location"] = way_on(request)
