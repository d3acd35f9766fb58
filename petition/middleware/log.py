import logging
import time
from secrets import token_hex
from typing import cast

from django.http import HttpRequest, HttpResponse

from petition import metrics
from petition.http import ROUTE, Door, Request, route_of
from petition.logs import request_id

log = logging.getLogger("petition.requests")


def RequestLog(door: Door) -> Door:
    """One line and one measurement per request, without address, token, search word or referrer."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = cast(Request, request).id = new_id()
        token = request_id.set(name)
        started = time.perf_counter()
        try:
            response = door(request)
            _note(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        return response

    return answer


def new_id() -> str:
    return token_hex(8)


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, status = route_of(request), response.status_code
    request.META[ROUTE] = route
    metrics.count_request(route, status, seconds)
    facts = {"route": route, "method": request.method, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("%s %s %s", request.method, route, status, extra=facts)
