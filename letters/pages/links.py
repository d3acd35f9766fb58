"""Links from mails: what they open, and what a link that opens nothing offers instead."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from letters.pages.asking import may_ask
from letters.signing.actions.resending import send_link
from letters.signing.forms import ResendForm
from petition.lib.tokens import Broken, Expired, Purpose, read

View = Callable[[HttpRequest, tuple[int, ...]], HttpResponse]
Door = Callable[..., HttpResponse]  # called with the token by name, as Django does


def opened_by(purpose: Purpose) -> Callable[[View], Door]:
    """Give a view the ids in its token; a bad token gets a page that offers a new link by mail."""

    def door_of(view: View) -> Door:
        @wraps(view)
        def door(request: HttpRequest, token: str) -> HttpResponse:
            try:
                ids = read(purpose, token)
            except Expired as expired:
                return _expired(request, expired.ids[0])
            except Broken:
                return render(request, "pages/link_broken.html", {"form": ResendForm()}, status=404)
            return view(request, ids)

        return door

    return door_of


def _expired(request: HttpRequest, signature_id: int) -> HttpResponse:
    """Only the button asks for the new link, because programs open links too."""
    if request.method != "POST":
        return render(request, "pages/link_expired.html", status=410)
    may_ask(request)
    send_link(signature_id)
    return redirect("pages:link_sent")
