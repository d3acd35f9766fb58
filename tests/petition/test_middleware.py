from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from letters.models import Letter
from petition.middleware import ClientsBehindProxies
from tests.live import Site

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/letters/%00/",
        "/letters/?q=%00",
        "/letters/?q=%ff",
        "/letters/?page[]=1",
        "/letters/?page%5B%5D=1",
        "/letters/?%00=1",
    ],
)
def test_a_broken_address_is_refused(live_site: Site, path: str) -> None:
    answer = live_site.get(path)
    assert answer.status == 400
    assert "<h1" in answer.text
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/%ff/", "/%ed%a0%80/", "/letters/%ff/"])
def test_an_address_that_is_not_utf8_is_nowhere(live_site: Site, path: str) -> None:
    assert live_site.get(path).status in (400, 404)


@pytest.mark.parametrize("path", ["/%D9%A1/", "/letters/%C3%BC/", "/letters/%E2%98%A0/count.json"])
def test_an_address_in_any_script_is_merely_not_found(live_site: Site, path: str) -> None:
    assert live_site.get(path).status == 404


@pytest.mark.parametrize("path", ["/letters/?page=nonsense", "/letters/?page=-1", "/letters/?page=9" + "9" * 400])
def test_nonsense_in_a_known_word_is_no_failure(live_site: Site, path: str) -> None:
    assert live_site.get(path).status in (200, 400, 404)


def test_a_cookie_with_a_null_byte_is_refused(live_site: Site) -> None:
    assert live_site.get("/accounts/login/", Cookie='sessionid="abcdefgh\\000"').status == 400


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"name=%00", 400),
        (FORM, b"name=\xff", 400),
        (FORM, b"name=%ff", 400),
        (FORM, b"name=" + b"a" * 300_000, 413),
        (FORM, b"name=" + b"a" * 10_000_000, 413),
        (FORM, b"&".join(b"a%d=1" % n for n in range(200)), 400),
        (FORM + "; charset=utf-16", b"name=Ada", 400),
        ("multipart/form-data", b"no boundary", 400),
        (BOUNDARY, b"--x\r\nbroken", 422),
        (BOUNDARY, b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\n\0\r\n--x--\r\n", 400),
        (BOUNDARY, b"--x\r\nContent-Disposition: form-data; name=" + b"a" * 9000 + b"\r\n\r\nA\r\n--x--\r\n", 400),
        (BOUNDARY, b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n" + b"a" * 300_000, 413),
        ("application/json", b"[" * 300_000, 413),
        ("application/json", b"{", 422),
        ("text/plain; charset=nonsense", b"\xff\0", 422),
    ],
)
def test_a_broken_form_is_refused(live_site: Site, letter: Letter, kind: str, body: bytes, status: int) -> None:
    headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
    answer = live_site.ask("POST", f"/letters/{letter.slug}/sign/", body, headers)
    assert answer.status == status
    assert "<h1" in answer.text


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "BREW"])
def test_a_method_nobody_offers_is_refused(live_site: Site, letter: Letter, method: str) -> None:
    assert live_site.ask(method, f"/letters/{letter.slug}/").status in (403, 405)


def test_every_answer_forbids_what_the_site_does_not_need(live_site: Site) -> None:
    for path in ("/", "/nowhere/", "/accounts/login/", "/static/css/tokens.css"):
        headers = live_site.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; base-uri 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_language_of_the_reader_does_not_change_the_page(live_site: Site) -> None:
    german, english = live_site.get("/", Accept_Language="de"), live_site.get("/")
    assert german.body == english.body
    assert "Accept-Language" not in (german.headers["Vary"] or "")
    assert german.headers["Content-Language"] == "en"


def _client_of(**meta: str) -> str:
    seen: list[HttpRequest] = []
    door = ClientsBehindProxies(lambda request: seen.append(request) or HttpResponse())
    door(RequestFactory().get("/", **meta))
    return str(vars(seen[0])["client"])


def test_a_forwarded_address_is_believed_from_our_proxy_only(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/8"),)
    assert _client_of(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7") == "192.0.2.7"
    assert _client_of(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="192.0.2.7") == "192.0.2.1"
