"""Decorators that stand above views, in the order they act."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# Shared caches keep a page for the second in which it is asked for most; a browser asks each time.
SHARED_FOR_A_SECOND = "public, max-age=0, s-maxage=1, stale-while-revalidate=2"


def public_page(view: View[P]) -> View[P]:
    """Mark a page that is the same bytes for everybody: it reads no session and sets no cookie."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", SHARED_FOR_A_SECOND)
        return response

    return page
