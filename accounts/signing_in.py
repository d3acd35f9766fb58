"""Whoever is signed out is asked in first, and gets back what they typed in a form meanwhile: nothing is lost."""

from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.stages import EmailVerificationStage
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.guards import Door
from petition.errors import answer_error

# What a form sends along that nobody typed.
SENT_ALONG = ("csrfmiddlewaretoken", "on", "seen", "place", "after", "verdict")
SENT_ALONG_ENDS = ("_FORMS", "-id")


def for_signed_in(view: Door) -> Door:
    """Stand where Django's own `login_required` would: it sends a form's sender to an address that only takes forms."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **rest)
        return _sign_in_again(request) if request.method == "POST" else redirect_to_login(request.get_full_path())

    vars(door)["csrf_failed"] = _of_another_session
    return door


def starts_anew(view: Door) -> Door:
    """Stand above the page that mails a code to sign in: our mail sends there who has an account.

    Their browser still waits for the code of a new account, which never comes; nobody is told so, and all may leave it.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        if request.method == "GET" and isinstance(get_pending_stage(request), EmailVerificationStage):
            clear_login(request)
        return view(request, *args, **rest)

    return door


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that somebody wrote in a form, under its fields' names as words."""
    sent = ((name, text) for name, texts in request.POST.lists() for text in texts if isinstance(text, str))
    return [(_as_words(name), text) for name, text in sent if text.strip() and not _is_sent_along(name)]


def page_of_form(request: HttpRequest) -> str:
    """Where the form stands that was sent, as far as the browser says; its own address may only take forms."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse("studio:home")


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    if typed := typed_in(request):
        return _shown_back(request, typed)
    return redirect_to_login(page_of_form(request))


def _of_another_session(request: HttpRequest) -> HttpResponse:
    """A form made before the last sign-in bears an old token; nothing is done, and nothing is lost."""
    if not request.user.is_authenticated:
        return _sign_in_again(request)
    typed = typed_in(request)
    return _shown_back(request, typed) if typed else answer_error(request, 403, "cross-origin")


def _shown_back(request: HttpRequest, typed: list[tuple[str, str]]) -> HttpResponse:
    where = page_of_form(request)
    shown = {"typed": typed, "form_page": where, "is_signed_out": not request.user.is_authenticated}
    shown["sign_in"] = f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: where})}"
    response = render(request, "account/typed_back.html", shown, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_sent_along(name: str) -> bool:
    return name in SENT_ALONG or name.endswith(SENT_ALONG_ENDS)


def _as_words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()
