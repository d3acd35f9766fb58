"""Decorators that stand above views, in the order they act."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from petition.http import SHARED_FOR_A_SECOND
from petition.lib.refusal import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public_page(view: View[P]) -> View[P]:
    """Mark a page that is the same bytes for everybody: it reads no session and sets no cookie."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", SHARED_FOR_A_SECOND)
        return response

    vars(page)["is_public"] = True  # so that its 404 and 410 are public, too (petition/errors.py)
    return page


def same_origin_only(view: View[P]) -> View[P]:
    """Refuse a form sent from another site; it stands in for a token, since a signer has no session to ride on."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not is_same_origin(request):
            raise Refused("cross-origin")
        return view(request, *args, **kwargs)

    return guarded


def is_same_origin(request: HttpRequest) -> bool:
    """What the browser says of the sender; a program that says nothing is no browser that could be misled."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.get_host()
