"""Whoever sends in a text and is refused gets the text back: a role may be lost, or a session end, while one writes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from letters.writing.merging import FIELDS
from petition.errors import STATUS
from petition.lib.refusal import Refused

Door = Callable[..., HttpResponseBase]

SIGNED_OUT = "signed-out"


def hands_text_back(view: Door) -> Door:
    """Stand above a view that takes a text; a page of its own shows what was typed, and the way on."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _typed(request):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return hand_back(request, SIGNED_OUT, 403)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return hand_back(request, refused.code, STATUS.get(refused.code, 400))
        except Http404:
            return hand_back(request, "not-found", 404)

    vars(door)["csrf_failed"] = _of_another_session
    return door


def hand_back(request: HttpRequest, code: str, status: int) -> HttpResponse:
    sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": code, "sign_in": sign_in}, status=status)
    else:
        shown = _words(code, sign_in) | {"typed": _typed(request)}
        response = render(request, "studio/text_back.html", shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _of_another_session(request: HttpRequest) -> HttpResponse:
    """A form made before the last sign-in bears an old token; nothing is kept, and nothing is lost."""
    return hand_back(request, SIGNED_OUT, 403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(field, text) for field in FIELDS if (text := request.POST.get(field))]


def _words(code: str, sign_in: str) -> dict[str, object]:
    return {"code": code, "sign_in": sign_in, "is_signed_out": code == SIGNED_OUT}
