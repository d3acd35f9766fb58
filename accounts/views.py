from typing import cast

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import agreeing
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


@require_POST
@never_cache
@login_required
def ask_old_mailbox(request: HttpRequest) -> HttpResponse:
    """Mail the code without which an account moves to no other address."""
    person = cast(User, request.user)
    if not ratelimit.consume(request, action="confirm_email", key=person.email):
        return too_many_tries(request)
    agreeing.ask(request, person)
    messages.info(request, gettext("A mail is on its way."))
    return redirect("account_email")


@require_safe
@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where the desk sends whoever has no second factor: why it asks for one, and the two ways to set one up."""
    if is_mfa_enabled(request.user):
        return redirect("mfa_index")
    return render(request, "account/second_factor.html")


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What allauth answers when a limit is reached: the refusal that every other limit here makes."""
    raise Refused("too-many")
