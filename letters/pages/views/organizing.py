"""The page behind the link of every mail to an organizer or a moderator that nobody asked for just now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import choose_mail
from accounts.models import User
from letters.pages.forms import OrganizerMailForm
from letters.signing.links import OF_DIGESTS, OF_MILESTONES, OF_THE_DESK
from petition.lib.tokens import BadToken, Purpose, read

FIELDS = ("digest", "wants_milestones", "wants_desk_digest")
LEFT: Mapping[int, dict[str, Any]] = {
    OF_DIGESTS: {"digest": User.Digest.NEVER},
    OF_MILESTONES: {"wants_milestones": False},
    OF_THE_DESK: {"wants_desk_digest": False},
}


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
    posted = request.POST if "digest" in request.POST else _left(person, about)
    form = OrganizerMailForm(posted, is_moderator=person.is_moderator)
    if not form.is_valid():
        return _page(request, person, form=form, status=422)
    _choose(person, **form.cleaned_data)
    person.refresh_from_db()
    return _page(request, person, done=_kept(person))


def _choose(person: User, *, digest: str, wants_milestones: bool, wants_desk_digest: bool | None = None) -> None:
    by = f"user {person.pk}"
    choose_mail(person.pk, digest=digest, milestones=wants_milestones, desk=wants_desk_digest, by=by)


def _left(person: User, about: list[int]) -> dict[str, Any]:
    """A mail program names nothing, and leaves what its mail was about."""
    return model_to_dict(person, FIELDS) | LEFT.get(about[0] if about else OF_DIGESTS, {})


def _kept(person: User) -> list[str]:
    """What comes no more, or that all comes as before."""
    none = [
        gettext("You get no digests.") if person.digest == User.Digest.NEVER else "",
        gettext("You get no news of counts.") if not person.wants_milestones else "",
        gettext("You get no mail about the desk.") if person.is_moderator and not person.wants_desk_digest else "",
    ]
    return list(filter(None, none)) or [gettext("It is kept as you want it.")]


def _page(
    request: HttpRequest,
    person: User | None,
    *,
    form: OrganizerMailForm | None = None,
    done: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    if person is None:
        return render(request, "pages/organizer_mail.html", status=404)
    form = form or OrganizerMailForm(initial=model_to_dict(person, FIELDS), is_moderator=person.is_moderator)
    return render(request, "pages/organizer_mail.html", {"person": person, "form": form, "done": done}, status=status)
