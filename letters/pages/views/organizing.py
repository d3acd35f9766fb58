"""The page behind the link of every mail to an organizer that nobody asked for just now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import choose_mail
from accounts.models import User
from letters.signing.links import OF_DIGESTS
from petition.lib.tokens import BadToken, Purpose, read


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
    digest, milestones = _chosen(request, about or [OF_DIGESTS])
    if digest and digest not in User.Digest.values:
        return _page(request, person, status=400)
    choose_mail(person.pk, digest=digest, milestones=milestones, by=f"user {person.pk}")
    person.refresh_from_db()
    return _page(request, person, is_done=True)


def _chosen(request: HttpRequest, about: list[int]) -> tuple[str | None, bool | None]:
    """What the form says; a mail program names nothing, and leaves what its mail was about."""
    if "digest" in request.POST:
        return request.POST["digest"], "milestones" in request.POST
    return (User.Digest.NEVER, None) if about == [OF_DIGESTS] else (None, False)


def _page(request: HttpRequest, person: User | None, *, is_done: bool = False, status: int = 200) -> HttpResponse:
    shown = {"person": person, "choices": User.Digest.choices, "is_done": is_done}
    return render(request, "pages/organizer_mail.html", shown, status=status if person else 404)
