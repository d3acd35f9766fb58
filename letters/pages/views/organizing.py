"""The page behind the link of every mail to an organizer that nobody asked for just now."""

from typing import Any

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import choose_mail
from accounts.models import User
from letters.pages.forms import OrganizerMailForm
from letters.signing.links import OF_DIGESTS
from petition.lib.tokens import BadToken, Purpose, read

FIELDS = ("digest", "wants_milestones")


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def organizer_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here without a cookie or an origin (RFC 8058); the token alone opens it."""
    try:
        person_id, *about = read(Purpose.ORGANIZER, token)
    except BadToken:
        return render(request, "pages/organizer_mail.html", status=404)
    person = User.objects.filter(pk=person_id).first()
    if request.method != "POST" or person is None:
        return _page(request, person)
    form = OrganizerMailForm(request.POST if "digest" in request.POST else _left(person, about))
    if not form.is_valid():
        return _page(request, person, form=form, status=422)
    wanted = form.cleaned_data
    choose_mail(person.pk, digest=wanted["digest"], milestones=wanted["wants_milestones"], by=f"user {person.pk}")
    person.refresh_from_db()
    return _page(request, person, is_done=True)


def _left(person: User, about: list[int]) -> dict[str, Any]:
    """A mail program names nothing, and leaves what its mail was about."""
    of_digests = (about or [OF_DIGESTS]) == [OF_DIGESTS]
    return model_to_dict(person, FIELDS) | (
        {"digest": User.Digest.NEVER} if of_digests else {"wants_milestones": False}
    )


def _page(
    request: HttpRequest,
    person: User | None,
    *,
    form: OrganizerMailForm | None = None,
    is_done: bool = False,
    status: int = 200,
) -> HttpResponse:
    form = form or OrganizerMailForm(initial=model_to_dict(person, FIELDS) if person else {})
    shown = {"person": person, "form": form, "is_done": is_done}
    return render(request, "pages/organizer_mail.html", shown, status=status if person else 404)
