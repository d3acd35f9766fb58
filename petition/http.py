"""A request as our middleware leaves it, how a door is called, and the answers that several doors give."""

from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

Door = Callable[[HttpRequest], HttpResponse]

# Shared caches keep a page for the second in which it is asked for most; a browser asks each time.
SHARED_FOR_A_SECOND = "public, max-age=0, s-maxage=1, stale-while-revalidate=2"

# Where the route is left in the WSGI environment for those in front of Django.
ROUTE = "undersigned.route"
# And where a view leaves True when its answer, being immutable, is worth keeping in memory for more than a second.
LASTS = "undersigned.lasts"


class Request(HttpRequest):
    """What views may rely on beside Django's own: where the request came from and what its log lines are called."""

    client: str
    id: str
    LANGUAGE_CODE: str


def route_of(request: HttpRequest) -> str:
    """The name of the page, never its address: addresses hold tokens, slugs and search words."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "nowhere"


def is_public(request: HttpRequest) -> bool:
    """Whether the answer is the same for everybody: the view says so, or no view was found."""
    return request.resolver_match is None or getattr(request.resolver_match.func, "is_public", False)


def wants_json(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.path_info.endswith(".json")


def picture(file: IO[bytes] | None) -> HttpResponse:
    """An image that somebody may see, if it is there."""
    if file is None:
        raise Http404
    with file:
        return HttpResponse(file.read(), content_type="image/webp")
