from typing import Any, cast

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import agreeing
from accounts.actions import Profile, describe
from accounts.forms import ProfileForm
from accounts.guards import unless_closed
from accounts.models import User
from accounts.onward import way_on
from accounts.signing_in import for_signed_in
from petition.lib.refusal import Refused
from petition.lib.tokens import Purpose, make


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_signed_in
@unless_closed
def you(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, their teams, and the ways to change or leave."""
    person = cast(User, request.user)
    form = ProfileForm(request.POST or None, initial=model_to_dict(person, ProfileForm.base_fields))
    if request.method == "POST" and form.is_valid():
        describe(person, Profile(**form.cleaned_data), by=f"user {person.pk}")
        messages.success(request, gettext("Saved."))
        return redirect("accounts:you")
    return render(request, "account/you.html", {"form": form} | _about(person), status=422 if form.errors else 200)


def _about(person: User) -> dict[str, Any]:
    return {
        "person": person,
        "memberships": person.memberships.select_related("team").order_by("pk"),
        "mail_link": reverse("pages:organizer_mail", args=[make(Purpose.ORGANIZER, person.pk)]),
        "has_factor": is_mfa_enabled(person),
        "has_elsewhere": settings.SOCIALACCOUNT_PROVIDERS or SocialAccount.objects.filter(user=person).exists(),
    }


@require_POST
@never_cache
@for_signed_in
@unless_closed
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
@for_signed_in
@unless_closed
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where the desk sends whoever has no second factor: why it asks for one, and the two ways to set one up."""
    if is_mfa_enabled(request.user):
        return redirect(way_on(request))
    otherwise = "desk:home" if cast(User, request.user).is_moderator else "mfa_index"
    return render(request, "account/second_factor.html", {"onward": way_on(request, otherwise=otherwise)})


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What allauth answers when a limit is reached: the refusal that every other limit here makes."""
    raise Refused("too-many")
