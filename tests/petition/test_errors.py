import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from letters.models import Letter
from petition import errors
from petition.lib.refusal import Refused
from tests.live import Site
from tests.makers import make_letter


def _page(refused: Refused, path: str = "/letters/artists/") -> HttpResponse:
    return errors.refusal(RequestFactory().get(path), refused)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("bad-cursor", 400),
        ("cross-origin", 403),
        ("not-found", 404),
        ("letter-closed", 409),
        ("letter-gone", 410),
        ("too-many", 429),
        ("a-rule-nobody-mapped", 400),
    ],
)
def test_a_refusal_has_its_status_and_a_page_in_our_look(code: str, status: int) -> None:
    response = _page(Refused(code))
    assert response.status_code == status
    assert b"<h1" in response.content
    assert b"tokens.css" in response.content


def test_a_program_is_refused_in_json() -> None:
    response = _page(Refused("letter-gone", notice="A court asked for it."), "/letters/artists/count.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.content == b'{"error": "letter-gone", "notice": "A court asked for it."}'


def test_too_many_tries_are_told_when_to_come_back() -> None:
    assert _page(Refused("too-many")).headers["Retry-After"] == "60"
    assert _page(Refused("too-many", retry_after=5)).headers["Retry-After"] == "5"


def test_a_letter_taken_down_is_gone_with_its_notice(client: Client, db: None) -> None:
    letter = make_letter(title="What they did not want read", state="taken_down", notice="A court asked for it.")
    response = client.get(f"/letters/{letter.slug}/")
    assert response.status_code == 410
    assert "A court asked for it." in response.content.decode()
    assert letter.title not in response.content.decode()


def test_a_dead_link_may_be_cached_and_a_mistake_may_not(client: Client, letter: Letter) -> None:
    assert "public" in client.get("/letters/nowhere/").headers["Cache-Control"]
    assert client.get(f"/letters/{letter.slug}/signatures/?after=nonsense").headers["Cache-Control"] == "no-store"


def test_an_address_nobody_knows_has_a_page(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert b"<h1" in response.content


def test_a_failure_is_told_without_its_reason(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("petition.health.gauges.oldest_age", lambda: 1 / 0)
    response = client.get("/ready")
    assert response.status_code == 500
    assert b"<h1" in response.content
    assert b"ZeroDivisionError" not in response.content


def test_without_the_database_pages_ask_for_patience(site_without_database: Site) -> None:
    answer = site_without_database.get("/letters/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "<h1" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_outage_is_told_as_one_even_where_failures_are_explained(settings: LazySettings) -> None:
    settings.DEBUG = True
    middleware = errors.RefusalsBecomePages(lambda request: HttpResponse())
    response = middleware.process_exception(RequestFactory().get("/"), OperationalError("away"))
    assert response is not None
    assert response.status_code == 503


def test_without_the_database_a_session_is_no_failure_either(site_without_database: Site) -> None:
    answer = site_without_database.get("/accounts/login/", Cookie="sessionid=abcdefgh12345678")
    assert answer.status == 503
