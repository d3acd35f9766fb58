"""Signing a letter, from the form to the mail it causes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from letters.guard.verdicts import Attempt, verdict
from letters.pages.asking import client_of, may_ask
from letters.pages.filling import blank, on_standing_version
from letters.pages.finding import public_letter
from letters.pages.guards import public_page, same_origin_only
from letters.pages.labels import label_in
from letters.pages.revising import changes_since
from letters.signing.actions.resending import recall, resend
from letters.signing.actions.signing import sign as sign_letter
from letters.signing.asking import asked_in
from letters.signing.forms import ResendForm, SignForm
from letters.writing.models import Letter
from letters.writing.rules import may_sign
from petition.lib.networks import prefix
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    return _take(request, slug) if request.method == "POST" else _ask(request, slug)


@public_page
def _ask(request: HttpRequest, slug: str) -> HttpResponse:
    letter = public_letter(slug)
    if not may_sign(letter, timezone.now()):
        return redirect("pages:letter", slug)
    return render(request, "pages/sign.html", {"letter": letter, "form": blank(letter), "label": label_in(request.GET)})


def _take(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer every address alike: whether it signed before is told to its mailbox only."""
    letter = public_letter(slug)
    form = SignForm(request.POST, questions=asked_in(letter, request.POST))
    label = label_in(request.POST)
    if not form.is_valid():
        return render(request, "pages/sign.html", {"letter": letter, "form": form, "label": label}, status=422)
    try:
        _sign(request, letter, form, label)
    except Refused as refused:
        if refused.code != "letter-amended":
            raise
        return _once_more(request, letter, form, label)
    return redirect("pages:sent", slug)


def _sign(request: HttpRequest, letter: Letter, form: SignForm, label: str) -> None:
    at = timezone.now()
    asked = form.request(language=get_language() or letter.language, came_from=label)
    attempt = Attempt(letter.pk, asked.address, client_of(request), form.cleaned_data["website"], at)
    sign_letter(letter, asked, verdict=verdict(attempt), network=prefix(attempt.client), at=at)


def _once_more(request: HttpRequest, letter: Letter, form: SignForm, label: str) -> HttpResponse:
    """The text changed while the page was open: the form comes back filled, with the difference."""
    changes = changes_since(letter, form.cleaned_data["version"])
    shown = {"letter": letter, "form": on_standing_version(form, letter), "changes": changes, "label": label}
    return render(request, "pages/sign.html", shown, status=409)


@public_page
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "pages/sent.html", {"letter": public_letter(slug), "form": ResendForm()})


@require_POST
@same_origin_only
def send_again(request: HttpRequest, slug: str) -> HttpResponse:
    letter = public_letter(slug)
    form = ResendForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/sent.html", {"letter": letter, "form": form}, status=422)
    may_ask(request)
    resend(form.cleaned_data["email"], letter)
    return redirect("pages:link_sent")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
def find(request: HttpRequest) -> HttpResponse:
    return _find(request) if request.method == "POST" else _ask_whom(request)


@public_page
def _ask_whom(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/find.html", {"form": ResendForm()})


def _find(request: HttpRequest) -> HttpResponse:
    form = ResendForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/find.html", {"form": form}, status=422)
    may_ask(request)
    recall(form.cleaned_data["email"], language=get_language() or "en")
    return redirect("pages:link_sent")


@public_page
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/link_sent.html")
