from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import rename
from accounts.forms import NameForm
from accounts.models import User
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def you(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, their teams, and the ways to change or leave."""
    person = cast(User, request.user)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        rename(person, name=form.cleaned_data["name"], by=f"user {person.pk}")
        return redirect("accounts:you")
    memberships = person.memberships.select_related("team").order_by("pk")
    return render(request, "account/you.html", {"form": form, "person": person, "memberships": memberships})


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What allauth answers when a limit is reached: the refusal that every other limit here makes."""
    raise Refused("too-many")
