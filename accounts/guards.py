"""What stands above every page that belongs to an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

Door = Callable[..., HttpResponseBase]


def unless_closed(view: Door) -> Door:
    """An account that is closed can only come back."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        is_closed = getattr(request.user, "closing_at", None) is not None
        return redirect("studio:come_back") if is_closed else view(request, *args, **rest)

    return door
