"""The pages of a trial's inbox: the mail this machine would send, newest first, one mail as its reader sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
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
class KeptFile:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class KeptMail:
    name: str
    subject: str
    to: str
    sent_at: datetime | None
    text: str
    html: str
    attachments: tuple[KeptFile, ...]


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
    names = inbox.newest_first()
    newest = [_mail(name) for name in names[:NEWEST]]
    return render(request, "inbox/mails.html", {"mails": newest, "older": len(names[NEWEST:])})


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


@only_on_trial
def attachment(request: HttpRequest, name: str, place: int) -> HttpResponse:
    """One attached file, as the mail's reader would save it."""
    attached = _mail(name).attachments
    if place >= len(attached):
        raise Http404
    file = attached[place]
    headers = {"Content-Disposition": content_disposition_header(True, file.name) or "attachment"}
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


def _mail(name: str) -> KeptMail:
    content = inbox.read(name)
    if content is None:
        raise Http404
    kept = message_from_bytes(content, policy=policy.default)
    date = kept["Date"]
    return KeptMail(
        name,
        str(kept["Subject"]),
        str(kept["To"]),
        date and date.datetime,
        _part(kept, "plain"),
        _part(kept, "html"),
        tuple(map(_file, kept.iter_attachments())),
    )


def _file(part: EmailMessage) -> KeptFile:
    return KeptFile(part.get_filename(""), part.get_content_type(), cast(bytes, part.get_payload(decode=True)))


def _part(kept: EmailMessage, kind: str) -> str:
    body = kept.get_body((kind,))
    return str(body.get_content()) if body else ""


urlpatterns = [
    path("", mails, name="inbox"),
    path("<slug:name>/", mail, name="inbox-mail"),
    path("<slug:name>/html/", html, name="inbox-html"),
    path("<slug:name>/attachment/<int:place>/", attachment, name="inbox-attachment"),
]
