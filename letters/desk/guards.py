"""What stands above a view of the desk: a moderator, with a second factor."""

from functools import wraps
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.guards import Door, unless_closed
from accounts.models import User
from accounts.onward import to_set_up
from accounts.roles import Who, need_of
from accounts.signing_in import for_signed_in


def moderator_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def by_moderator(request: HttpRequest) -> str:
    """The signed-in moderator as the history names them."""
    return f"user {request.user.pk}"


def for_moderators(view: Door) -> Door:
    """Open to whom the row of its address in roles.py says; to everybody else the desk does not exist.

    Somebody who may come in but has no second factor is sent to set one up.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person, match = moderator_of(request), request.resolver_match
        wanted = need_of(match.view_name if match else "")
        may = person.is_administrator if wanted is Who.ADMINISTRATOR else person.is_moderator
        if not may:
            raise Http404
        if not is_mfa_enabled(person):
            return to_set_up(request)
        return view(request, *args, **kwargs)

    return never_cache(for_signed_in(unless_closed(door)))
