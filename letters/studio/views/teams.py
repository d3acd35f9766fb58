"""A person's teams: who belongs to each, in which role, and who is invited."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.access import may
from accounts.models import Membership, Team, User
from accounts.roles import Act
from accounts.team_forms import HandOverForm, InviteForm, RoleForm, TeamForm
from letters.studio.guards import for_people, for_team, person_of
from petition.errors import STATUS
from petition.lib.refusal import Refused

# What a rule says no to here, in words for the page that the form stands on.
WHY = {
    "account-closed": _("Whoever closes their account can’t become an owner, unless they come back."),
    "invitations-refused": _("Whoever has this address wants no invitation of your team."),
    "last-owner": _("A team keeps one owner at least. Make somebody else an owner first, or hand the team over."),
    "member-already": _("Whoever has this address is in the team already."),
    "not-a-member": _("This person has left the team in the meantime."),
    "too-many-invitations": _("These are enough invitations for now. Wait until some are answered, or withdraw some."),
    "too-many-teams": _("These are as many teams as one person can own."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def teams(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if not form.is_valid():
        return _list(request, form, status=422 if request.method == "POST" else 200)
    try:
        team = actions.make_team(person_of(request), name=form.cleaned_data["name"])
    except Refused as refused:
        return _list(request, form, why=_why(refused), status=STATUS[refused.code])
    return redirect("studio:team", team.pk)


@require_safe
@for_team
def team(request: HttpRequest, team: Team) -> HttpResponse:
    return _page(request, team)


@require_POST
@for_team
def name_team(request: HttpRequest, team: Team) -> HttpResponse:
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _page(request, team, status=422, name_form=form)
    actions.name_team(team, name=form.cleaned_data["name"], person=person_of(request))
    messages.success(request, gettext("The team has its name."))
    return redirect("studio:team", team.pk)


@require_POST
@for_team
def invite(request: HttpRequest, team: Team) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, team, status=422, invite_form=form)
    try:
        asked, language = form.cleaned_data, get_language() or "en"
        actions.invite(team, asked["address"], asked["role"], person=person_of(request), language=language)
    except Refused as refused:
        form.add_error("address", str(_why(refused)))
        return _page(request, team, status=STATUS[refused.code], invite_form=form)
    messages.success(request, gettext("A mail with the invitation is on its way."))
    return redirect("studio:team", team.pk)


@require_POST
@for_team
def withdraw_invitation(request: HttpRequest, team: Team, invitation_id: int) -> HttpResponse:
    actions.withdraw_invitation(team, invitation_id, person=person_of(request))
    return redirect("studio:team", team.pk)


@require_POST
@for_team
def change_role(request: HttpRequest, team: Team, member_id: int) -> HttpResponse:
    member, form = _member(team, member_id), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, team, status=422, why=_("Choose one of the roles."))
    try:
        actions.change_role(team, member, form.cleaned_data["role"], person=person_of(request))
    except Refused as refused:
        return _page(request, team, status=STATUS[refused.code], why=_why(refused))
    return redirect("studio:team", team.pk)


@require_POST
@for_team
def remove_member(request: HttpRequest, team: Team, member_id: int) -> HttpResponse:
    try:
        actions.remove(team, _member(team, member_id), person=person_of(request))
    except Refused as refused:
        return _page(request, team, status=STATUS[refused.code], why=_why(refused))
    return redirect("studio:team", team.pk)


@require_POST
@for_team
def leave_team(request: HttpRequest, team: Team) -> HttpResponse:
    try:
        actions.leave(team, person=person_of(request))
    except Refused as refused:
        return _page(request, team, status=STATUS[refused.code], why=_why(refused))
    return redirect("studio:teams")


@require_POST
@for_team
def hand_over(request: HttpRequest, team: Team) -> HttpResponse:
    form = HandOverForm(request.POST, team=team, person=person_of(request))
    if not form.is_valid():
        return _page(request, team, status=422, hand_over_form=form)
    try:
        actions.hand_over(team, form.cleaned_data["to"], person=person_of(request))
    except Refused as refused:
        return _page(request, team, status=STATUS[refused.code], why=_why(refused))
    return redirect("studio:team", team.pk)


def _list(request: HttpRequest, form: Form, *, why: str | Promise = "", status: int = 200) -> HttpResponse:
    memberships = person_of(request).memberships.select_related("team").order_by("pk")
    return render(request, "studio/teams.html", {"memberships": memberships, "form": form, "why": why}, status=status)


def _page(
    request: HttpRequest, team: Team, *, why: str | Promise = "", status: int = 200, **forms: Form
) -> HttpResponse:
    person = person_of(request)
    members = list(team.memberships.select_related("user").order_by("pk"))
    shown: dict[str, Any] = {"team": team, "person": person, "why": why, "members": members}
    if may(person, Act.MANAGE, team):
        shown |= _tools(team, person, members) | forms
    return render(request, "studio/team.html", shown, status=status)


def _tools(team: Team, person: User, members: list[Membership]) -> dict[str, Any]:
    """What owners have on the page besides the list that every member reads."""
    return {
        "manages": True,
        "roles": RoleForm().fields["role"].choices,  # type: ignore[attr-defined]
        "invitations": team.invitations.open(timezone.now()).order_by("pk"),
        "name_form": TeamForm(initial={"name": team.name}),
        "invite_form": InviteForm(),
        "hand_over_form": HandOverForm(team=team, person=person) if len(members) > 1 else None,
    }


def _member(team: Team, member_id: int) -> User:
    return get_object_or_404(team.members, pk=member_id)


def _why(refused: Refused) -> Any:
    """The sentence for the page; what has none here gets the page that every such refusal gets."""
    if refused.code not in WHY:
        raise refused
    return WHY[refused.code]
