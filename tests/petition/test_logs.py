import json
import logging

import pytest
from django.test import RequestFactory

from letters.models import Letter
from petition.lib import tokens
from petition.lib.tokens import Purpose
from petition.logs import Lines, RoutesForPaths
from tests.live import Site
from tests.makers import make_signature


def _lines(site: Site, since: int = 0) -> list[dict[str, object]]:
    return [json.loads(line) for line in site.log()[since:].splitlines() if line.startswith("{")]


def test_a_request_leaves_one_line_with_its_id(live_site: Site) -> None:
    answer = live_site.get("/about/")
    (line,) = [line for line in _lines(live_site) if line.get("request_id") == answer.headers["X-Request-ID"]]
    assert (line["route"], line["method"], line["status"]) == ("pages:about", "GET", 200)
    assert isinstance(line["ms"], float)


def test_no_line_holds_address_token_word_or_referrer(live_site: Site, letter: Letter) -> None:
    token = tokens.make(Purpose.MANAGE, make_signature(letter).pk)
    form = {"name": "Ada", "email": "ada.private@example.org"}
    live_site.get(f"/signature/{token}/", Referer="https://elsewhere.example/private")
    live_site.get(f"/letters/{letter.slug}/signatures/?q=lovelace")
    live_site.get("/confirm/brokentoken/")
    live_site.post(f"/letters/{letter.slug}/sign/", form, X_Forwarded_For="192.0.2.77")
    live_site.post("/accounts/login/", form, Referer="https://elsewhere.example/private")
    log = live_site.log()
    for secret in (token, "lovelace", "brokentoken", "ada.private", "elsewhere", "192.0.2.77", "127.0.0.1 "):
        assert secret not in log


def _formatted(error: Exception | None = None, message: str = "A line") -> dict[str, str]:
    exc_info = (type(error), error, None) if error else None
    record = logging.LogRecord("petition.test", logging.ERROR, __file__, 1, message, None, exc_info)
    formatted: dict[str, str] = json.loads(Lines().format(record))
    return formatted


@pytest.mark.parametrize(
    "quoted", ["ada@example.org", "<ada+x@example.org>", "{'ada@b\u00fccher.example': (550, b'no')}"]
)
def test_an_exception_that_quotes_an_address_does_not_tell_it(quoted: str) -> None:
    line = _formatted(RuntimeError(f"Refused: {quoted}"), f"Sending to {quoted} failed")
    assert "ada" not in line["exc_info"] + line["message"]
    assert "RuntimeError: Refused: " in line["exc_info"]


def test_a_row_that_postgresql_quotes_is_left_out() -> None:
    error = RuntimeError("violates check constraint\nDETAIL:  Failing row contains (1, Ada Lovelace).")
    line = _formatted(error)
    assert "Lovelace" not in line["exc_info"]
    assert "violates check constraint" in line["exc_info"]


def test_a_line_says_when_how_grave_and_who() -> None:
    line = _formatted()
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "petition.test", "A line")
    assert line["time"].endswith("Z")


def test_a_line_of_django_names_the_page_instead_of_its_path() -> None:
    request = RequestFactory().get("/signature/a-token/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Oops", request.path), None)
    vars(record)["request"] = request
    assert RoutesForPaths().filter(record)
    assert json.loads(Lines().format(record))["message"] == "Oops: nowhere"
    assert "a-token" not in Lines().format(record)


def test_a_failure_leaves_its_traceback_under_the_name_of_the_page(site_without_database: Site) -> None:
    since = len(site_without_database.log())
    answer = site_without_database.get("/letters/")
    lines = _lines(site_without_database, since)
    (line,) = [line for line in lines if line.get("exc_info")]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "OperationalError" in str(line["exc_info"])
