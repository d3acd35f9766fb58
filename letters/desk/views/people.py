"""People and teams, for administrators: who moderates, and which teams publish at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.models import Team, User
from accounts.team_forms import SiteRoleForm, TrustForm
from letters.desk.guards import for_moderators, moderator_of
from petition.errors import STATUS
from petition.lib.refusal import Refused

# More of one name than anybody wants to read; an address finds the one.
MOST_FOUND = 20

# What a rule says no to here.
WHY = {
    "account-closed": _("Whoever closes their account gets no place here, unless they come back."),
    "last-administrator": _("You are the last administrator. Make somebody else one first."),
}


@require_safe
@for_moderators
def people(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET.get("q", ""))


@require_POST
@for_moderators
def site_role(request: HttpRequest, person_id: int) -> HttpResponse:
    person, form = get_object_or_404(User, pk=person_id), SiteRoleForm(request.POST)
    if not form.is_valid():
        raise Refused("broken-request")
    try:
        actions.give_site_role(person, form.cleaned_data["role"], by=moderator_of(request))
    except Refused as refused:
        if refused.code not in WHY:
            raise
        return _page(request, request.POST.get("q", ""), why=WHY[refused.code], status=STATUS[refused.code])
    messages.success(request, gettext("Saved: %(person)s.") % {"person": person})
    return _back(request)


@require_POST
@for_moderators
def trust(request: HttpRequest, team_id: int) -> HttpResponse:
    team, form = get_object_or_404(Team, pk=team_id), TrustForm(request.POST)
    if not form.is_valid():
        raise Refused("broken-request")
    actions.trust(team, form.cleaned_data["is_trusted"] == "yes", by=moderator_of(request))
    messages.success(request, gettext("Saved."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("q", "")
    return redirect(reverse("desk:people") + (f"?{urlencode({'q': words})}" if words else ""))


def _page(request: HttpRequest, words: str, *, why: str | Promise = "", status: int = 200) -> HttpResponse:
    words = " ".join(words.split())
    found = User.objects.called(words) if words else User.objects.of_the_site()
    teams = Team.objects.filter(name__iexact=words).order_by("pk") if words else Team.objects.none()
    shown = {
        "q": words,
        "why": why,
        "people": found.prefetch_related("memberships__team")[:MOST_FOUND],
        "teams": teams[:MOST_FOUND],
        "trusted": Team.objects.filter(is_trusted=True).order_by("pk")[:MOST_FOUND] if not words else (),
    }
    return render(request, "desk/people.html", shown, status=status)
