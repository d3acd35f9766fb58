"""Where a refusal or a failure becomes a page, or JSON for programs."""

import logging
import sys
from typing import cast

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from petition.http import SHARED_FOR_A_SECOND, Door, is_public, wants_json
from petition.lib.refusal import Refused

log = logging.getLogger(__name__)

STATUS = {
    "account-closed": 409,
    "already-decided": 409,
    "another-moderator": 403,
    "appealed-already": 409,
    "appeals-need-yes-or-no": 409,
    "bad-cursor": 400,
    "broken-request": 400,
    "changed-since": 409,
    "claimed": 409,
    "closing-date-passed": 409,
    "cross-origin": 403,
    "day-ahead": 409,
    "decided-since": 409,
    "first-signer-unnamed": 409,
    "hand-over-first": 409,
    "handed-in-since": 409,
    "image-in-use": 409,
    "invitation-gone": 410,
    "invitation-of-another": 403,
    "invitations-refused": 409,
    "last-administrator": 409,
    "last-owner": 409,
    "letter-amended": 409,
    "letter-archived": 409,
    "letter-closed": 409,
    "letter-gone": 410,
    "letter-incomplete": 409,
    "letter-open": 409,
    "letter-rejected": 409,
    "letter-settled": 409,
    "letter-submitted": 409,
    "member-already": 409,
    "moment-too-far": 409,
    "name-hidden": 409,
    "news-stopped": 409,
    "no-draft": 409,
    "no-such-image": 409,
    "no-such-language": 404,
    "not-a-member": 409,
    "not-found": 404,
    "not-published-yet": 409,
    "not-yours": 403,
    "not-yours-to-undo": 409,
    "note-missing": 409,
    "nothing-changed": 409,
    "nothing-to-appeal": 409,
    "own-letter": 403,
    "published-already": 409,
    "question-answered": 409,
    "signature-gone": 410,
    "signature-not-counted": 409,
    "taken-back": 409,
    "too-big": 413,
    "too-late-to-undo": 409,
    "too-many": 429,
    "too-many-drafts": 409,
    "too-many-edits": 429,
    "too-many-first-signers": 409,
    "too-many-images": 409,
    "too-many-invitations": 429,
    "too-many-questions": 409,
    "too-many-teams": 429,
    "too-many-updates": 429,
    "too-much-paper": 409,
    "update-at-rest": 409,
    "update-images": 409,
    "update-incomplete": 409,
    "update-not-deletable": 409,
    "update-not-so": 409,
    "update-sent-already": 409,
    "with-the-desk": 409,
}
# There is a page for each of these; any other refusal of a request shares the page of 400.
PAGES = (400, 403, 404, 409, 410, 429, 500, 503)

TOO_MANY_RETRY_SECONDS = 60
# A restart of PostgreSQL takes about a second.
DATABASE_RETRY_SECONDS = 5


class RefusalsBecomePages:
    """Translate what views raise: a rule's refusal, and a database that is away for a moment."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.door(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, Http404):
            return not_found(request, error)  # also with DEBUG, which would explain instead
        return unavailable(request, error) if _is_outage(error) else None


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    status = STATUS.get(refused.code, 400)
    response = answer_error(request, status, refused.code, **refused.details)
    if status == 429:
        response.headers["Retry-After"] = str(refused.details.get("retry_after", TOO_MANY_RETRY_SECONDS))
    return response


def answer_error(request: HttpRequest, status: int, code: str, **details: object) -> HttpResponse:
    """The page or the JSON of a refusal; public where the page refused would have been public."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": code} | details, status=status)
    else:
        template = f"errors/{status if status in PAGES else 400}.html"
        page = render_to_string(template, {"status": status, "code": code} | details)
        response = HttpResponse(page, status=status)
    cacheable = status in (404, 410) and request.method in ("GET", "HEAD") and is_public(request)
    response.headers["Cache-Control"] = SHARED_FOR_A_SECOND if cacheable else "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_error(request, 400, "broken-request")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_error(request, 403, "forbidden")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A view that takes long texts has an answer of its own, which gives the text back."""
    view = request.resolver_match.func if request.resolver_match else None
    own: Door | None = getattr(view, "csrf_failed", None)
    return own(request) if own else answer_error(request, 403, "cross-origin")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_error(request, 404, "not-found")


def failed(request: HttpRequest) -> HttpResponse:
    """The last page: it must not need what has just failed. Outside of views an outage ends here, too."""
    error = sys.exc_info()[1]
    if _is_outage(error):
        return unavailable(request, cast(Exception, error))
    return answer_error(request, 500, "failed")


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("The database is away.", exc_info=error)
    response = answer_error(request, 503, "unavailable")
    response.headers["Retry-After"] = str(DATABASE_RETRY_SECONDS)
    return response


def _is_outage(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError)
