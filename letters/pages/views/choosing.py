"""The page behind the link of every mail that nobody asked for just now: what else comes, and how to stop it."""

from collections.abc import Callable, Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from letters.pages.links import opened_by
from letters.signing.actions import choosing, keeping
from letters.signing.models import Signature
from petition.lib.tokens import Purpose

# By the button that was pressed; what a mail program posts names none, and leaves what its mail was about.
CHOICES: Mapping[str, tuple[Callable[[int], object], str | Promise]] = {
    "letter": (keeping.unsubscribe, _("You get no news.")),
    "team": (choosing.leave_team, _("You get no news of any letter of this team.")),
    "all": (choosing.leave_all, _("You get no news of any letter on this site.")),
    "back": (choosing.come_back, _("You get news of this letter again.")),
    "weekly": (partial(choosing.gather, weekly=True), _("News of all your letters comes in one mail a week.")),
    "each": (partial(choosing.gather, weekly=False), _("News comes as it is written, a mail each.")),
}


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@opened_by(Purpose.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponse:
    """Mail programs post here without a cookie or an origin (RFC 8058); the token alone opens it.

    It shows no letter but the one in the token: who was sent one mail may not learn what else its reader signed.
    """
    mine = _signature(ids[0])
    if request.method != "POST" or mine is None:
        return _page(request, mine)
    choice = request.POST.get("choice", "all" if len(ids) > 1 else "letter")
    if choice not in CHOICES:
        return _page(request, mine, status=400)
    choose, done = CHOICES[choice]
    choose(mine.pk)
    return _page(request, _signature(mine.pk), done=done)


def _page(request: HttpRequest, mine: Signature | None, *, done: str | Promise = "", status: int = 200) -> HttpResponse:
    letter = mine.letter if mine and mine.letter.is_public else None
    return render(request, "pages/unsubscribe.html", {"signature": mine, "letter": letter, "done": done}, status=status)


def _signature(signature_id: int) -> Signature | None:
    rows = Signature.objects.select_related("letter__current", "letter__team")
    return rows.filter(pk=signature_id, address__isnull=False).first()
