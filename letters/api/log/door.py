"""How machines are answered: in plain text, whatever site their script comes from, and everybody alike."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from letters.ledger import reading
from letters.ledger.models import Log
from letters.models import Letter
from letters.writing.rules import demand_public
from petition.errors import STATUS
from petition.http import SHARED_FOR_A_SECOND
from petition.lib.canonical import to_number
from petition.lib.refusal import Refused

View = Callable[..., HttpResponse]

TEXT = "text/plain; charset=utf-8"
# Nobody's own, so any page may read it.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

FOR_TWO_SECONDS = "public, max-age=2"
# Kept nowhere without asking again: taken down or erased, it is gone at the next second.
ASK_AGAIN = "public, max-age=0, must-revalidate"


class LogPath:
    """The part of an address that names a log: what its origin says behind the host."""

    regex = r"(?:letters/[-a-zA-Z0-9_]+/)?log(?:/[1-9][0-9]{0,8})?"

    def to_python(self, value: str) -> str:
        return f"/{value}"

    def to_url(self, value: str) -> str:
        return value.removeprefix("/")


def machines(view: View) -> View:
    """What a view answers or refuses, for scripts of any site; refusals in plain text, with the public reason."""

    @require_safe
    @wraps(view)
    def door(request: HttpRequest, **asked: str) -> HttpResponse:
        try:
            response = view(request, **asked)
        except Refused as refused:
            response = _refusal(refused)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    door.is_public = True  # type: ignore[attr-defined]  # petition/http.py asks for it
    return door


def text(body: str, *, keep: str) -> HttpResponse:
    return HttpResponse(body, content_type=TEXT, headers={"Cache-Control": keep})


def demand_log(path: str) -> Log:
    log = reading.log_at(path)
    if log is None:
        raise Refused("not-found")
    return log


def demand_letter(log: Log) -> Letter:
    """The letter whose signatures a log holds, while everybody may read it; a log that follows another keeps it."""
    return demand_public(Letter.objects.filter(origin=log.first_origin).first())


def demand_number(written: str) -> int:
    """A number of an address in its one spelling; nothing stands under another."""
    try:
        return to_number(written)
    except ValueError as error:
        raise Refused("not-found") from error


def _refusal(refused: Refused) -> HttpResponse:
    reason = refused.details.get("notice", "")
    response = text(f"{refused.code}\n{reason}\n" if reason else f"{refused.code}\n", keep=SHARED_FOR_A_SECOND)
    response.status_code = STATUS[refused.code]
    return response
