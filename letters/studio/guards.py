"""What stands above a view of the studio: who is here, and which letter or team they may have."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.guards import Door, unless_closed
from accounts.models import Team, User
from accounts.roles import Act, need_of
from accounts.signing_in import for_signed_in
from letters.writing.models import Letter
from petition.lib.refusal import Refused


def person_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def by_person(request: HttpRequest) -> str:
    """The signed-in person as the history names them."""
    return f"user {request.user.pk}"


def for_people(view: Door) -> Door:
    """A page of the studio that belongs to no letter."""
    return never_cache(for_signed_in(unless_closed(view)))


def asked_again(view: Door) -> Door:
    """Ask who it is once more, by password or second factor, before a form is obeyed that nobody else may send."""
    return cast(Door, reauthentication_required(view, allow_get=True))


def for_letter(view: Door) -> Door:
    """Give a view its letter, if the row of its address in roles.py lets this person have it.

    A letter of other people is not found; one of the own team, in a role that may not do this, is refused.
    """

    @wraps(view)
    def door(request: HttpRequest, letter_id: int, **rest: Any) -> HttpResponseBase:
        letters = Letter.objects.select_related("current", "team", "log")
        return view(request, _theirs(letters.where_may, letter_id, request), **rest)

    return for_people(door)


def for_team(view: Door) -> Door:
    """Give a view its team, by the same rules."""

    @wraps(view)
    def door(request: HttpRequest, team_id: int, **rest: Any) -> HttpResponseBase:
        return view(request, _theirs(Team.objects.where_may, team_id, request), **rest)

    return for_people(door)


def act_of(request: HttpRequest) -> Act:
    match = request.resolver_match
    need = need_of(match.view_name if match else "")
    if not isinstance(need, Act):
        raise TypeError(f"{match} belongs to a team, and roles.py says of it {need}.")
    return need


def _theirs(where_may: Callable[[User, Act], Any], key: int, request: HttpRequest) -> Any:
    person, act = person_of(request), act_of(request)
    found = where_may(person, act).filter(pk=key).first()
    if found is not None:
        return found
    if where_may(person, Act.READ).filter(pk=key).exists():
        raise Refused("not-yours")
    raise Http404
