from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from petition.http import Door, Request
from petition.lib.networks import client_address


def ClientsBehindProxies(door: Door) -> Door:
    """Name the client, and speak of the site by the scheme it is published under, whatever the proxy speaks to us."""

    def answer(request: HttpRequest) -> HttpResponse:
        cast(Request, request).client = client_address(request.META, settings.TRUSTED_PROXIES)
        request.META["wsgi.url_scheme"] = settings.SITE.scheme
        return door(request)

    return answer
