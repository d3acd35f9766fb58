"""The pages of a trial's inbox: the mail this machine would send, newest first, one mail as its reader sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from petition.middleware.headers import CONTENT_SECURITY
from petition.outbox import inbox

NEWEST = 100  # a trial needs no more, and every one is read from its file

# The mail's own styles are inline, its links open in new tabs, and nothing else in it may act.
FRAME = "allow-popups allow-popups-to-escape-sandbox"
FRAME_SECURITY = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox {FRAME}"
PAGE_SECURITY = "; ".join(f"{name} {source}" for name, source in {**CONTENT_SECURITY, "frame-src": "'self'"}.items())

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class KeptMail:
    name: str
    subject: str
    to: str
    sent_at: datetime | None
    text: str
    html: str


def only_on_trial(view: View) -> View:
    """Mail is kept on this machine only while nothing is configured that would send it."""

    @require_safe
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **where: str) -> HttpResponse:
        if settings.EMAIL_URL or not settings.DEBUG:
            raise Http404
        return view(request, **where)

    return guarded


@only_on_trial
def mails(request: HttpRequest) -> HttpResponse:
    newest = [_mail(name) for name in inbox.newest_first()[:NEWEST]]
    return render(request, "inbox/mails.html", {"mails": newest})


@only_on_trial
def mail(request: HttpRequest, name: str) -> HttpResponse:
    response = render(request, "inbox/mail.html", {"mail": _mail(name), "frame": FRAME})
    response["Content-Security-Policy"] = PAGE_SECURITY
    return response


@only_on_trial
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for the frame; the base makes its links leave the frame."""
    content = _mail(name).html.replace("<head>", '<head><base target="_blank">', 1)
    headers = {"Content-Security-Policy": FRAME_SECURITY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(content, headers=headers)


def _mail(name: str) -> KeptMail:
    content = inbox.read(name)
    if content is None:
        raise Http404
    kept = message_from_bytes(content, policy=policy.default)
    date = kept["Date"]
    return KeptMail(
        name, str(kept["Subject"]), str(kept["To"]), date and date.datetime, _part(kept, "plain"), _part(kept, "html")
    )


def _part(kept: EmailMessage, kind: str) -> str:
    body = kept.get_body((kind,))
    return str(body.get_content()) if body else ""


urlpatterns = [
    path("", mails, name="inbox"),
    path("<slug:name>/", mail, name="inbox-mail"),
    path("<slug:name>/html/", html, name="inbox-html"),
]
