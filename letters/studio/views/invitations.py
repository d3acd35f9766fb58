"""The page behind the link of an invitation: whoever holds it sees whom it is for, and how to go on."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.actions.invitations import INVITED, is_for
from accounts.models import Invitation
from letters.studio.guards import by_person, person_of
from petition.lib.tokens import BadToken, Purpose, read

Door = Callable[..., HttpResponse]


def for_holder(view: Door) -> Door:
    """Give a view the invitation that the link was made for; one that opens nothing any more says so."""

    @wraps(view)
    def door(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = Invitation.objects.select_related("team").filter(pk=read(Purpose.INVITE, token)[0]).first()
        except BadToken:
            found = None
        if found is None or not (found.is_open(timezone.now()) or _has_accepted(request, found)):
            return render(request, "studio/invitation_gone.html", status=404 if found is None else 410)
        return view(request, found)

    return never_cache(door)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holder
def invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not request.user.is_authenticated or not (_has_accepted(request, invitation) or _is_theirs(request, invitation)):
        return render(request, "studio/invitation.html", {"invitation": invitation, "is_here": request.path})
    if person_of(request).closing_at:
        return redirect("studio:come_back")
    if request.method == "POST":
        actions.accept(invitation, person=person_of(request))
    if request.method == "POST" or _has_accepted(request, invitation):
        return redirect("studio:team", invitation.team_id)
    return render(request, "studio/invitation.html", {"invitation": invitation, "is_theirs": True})


@require_POST
@for_holder
def decline_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    actions.decline(invitation, by=by_person(request) if request.user.is_authenticated else INVITED)
    return render(request, "studio/invitation_declined.html")


def _is_theirs(request: HttpRequest, invitation: Invitation) -> bool:
    return is_for(invitation, person_of(request))


def _has_accepted(request: HttpRequest, invitation: Invitation) -> bool:
    """Whoever took the place may click again; to everybody else the link is used up."""
    if not invitation.accepted_at or not request.user.is_authenticated:
        return False
    return invitation.team.members.filter(pk=request.user.pk).exists()
