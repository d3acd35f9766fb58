from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import Resolver404, resolve

from petition.errors import answer_error
from petition.http import Door

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# A browser reads the answer only after it has sent its form; beyond this much it is no form.
MOST_READ_AWAY_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 64 * 1024


def RefuseBrokenRequests(door: Door) -> Door:
    """What no browser of ours sends gets a clean refusal here, so that no view or query has to think of it."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            _demand_text(request.path_info.encode())
            _demand_plain_query(request.META.get("QUERY_STRING", ""))
            _demand_clean_cookies(request)
            _demand_small_body(request)
            _demand_clean_body(request)
        except RequestDataTooBig:
            _read_away(request)
            return answer_error(request, 413, "too-big")
        except (BadRequest, UnreadablePostError, RawPostDataException):
            return answer_error(request, 400, "broken-request")
        return door(request)

    return answer


def _demand_text(raw: bytes) -> None:
    """PostgreSQL stores neither null bytes nor what is not UTF-8."""
    if b"\0" in raw:
        raise BadRequest("A null byte.")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("Not UTF-8.") from error


def _demand_plain_query(query: str) -> None:
    raw = unquote_to_bytes(query)
    _demand_text(raw)
    if b"[" in raw.partition(b"=")[0] or any(b"[" in part.partition(b"=")[0] for part in raw.split(b"&")):
        raise BadRequest("No field of ours is a list in brackets.")


def _demand_clean_cookies(request: HttpRequest) -> None:
    """A quoted cookie may spell a null byte as \\000."""
    if any("\0" in value for value in request.COOKIES.values()):
        raise BadRequest("A null byte in a cookie.")


def _demand_small_body(request: HttpRequest) -> None:
    """Judged by the announced length, before a byte is read; it holds for files, too, where no form takes any."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit():
        raise BadRequest("A length that is no number.")
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if int(length) > most and int(length) > _most_of_this_page(request, most):
        raise RequestDataTooBig("A body larger than any form of ours.")


def _most_of_this_page(request: HttpRequest, usual: int) -> int:
    """Exactly the pages that take a file take more; the address is looked up only where it matters."""
    if request.method != "POST" or request.content_type != MULTIPART:
        return usual
    try:
        return int(settings.UPLOADS.get(resolve(request.path_info).view_name, usual))
    except Resolver404:
        return usual


def _demand_clean_body(request: HttpRequest) -> None:
    if request.method != "POST":
        return
    if request.content_type == URLENCODED:
        _demand_text(unquote_to_bytes(request.body.replace(b"+", b" ")))
    elif request.content_type == MULTIPART:
        for values in request.POST.lists():
            _demand_text("".join([values[0], *values[1]]).encode())


def _read_away(request: HttpRequest) -> None:
    for _ in range(MOST_READ_AWAY_BYTES // CHUNK_BYTES):
        if not request.read(CHUNK_BYTES):
            return
