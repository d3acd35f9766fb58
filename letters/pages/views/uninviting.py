"""The page behind the link of every invitation: no more of them from that team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import allow_invitations
from accounts.models import NoInvitation, Team
from letters.pages.links import opened_by
from letters.signing.actions import uninviting
from petition.lib.tokens import Purpose


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@opened_by(Purpose.UNINVITE)
def no_invitations(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Mail programs post here without a cookie or an origin (RFC 8058); the token alone opens it."""
    team_id, mailbox = ids
    team = Team.objects.filter(pk=team_id).first()
    if team and request.method == "POST":
        choose = allow_invitations if request.POST.get("choice") == "back" else uninviting.end_invitations
        choose(team, mailbox)
    is_refused = NoInvitation.objects.filter(team=team_id, mailbox=mailbox).exists()
    shown = {"team": team, "is_refused": is_refused}
    return render(request, "pages/no_invitations.html", shown, status=200 if team else 404)
