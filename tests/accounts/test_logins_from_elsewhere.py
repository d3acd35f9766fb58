"""Signing in through a real OpenID provider, which runs beside the test."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from petition.audit.models import AuditEvent
from tests.accounts import doors
from tests.accounts.elsewhere import CALLBACK, LOGIN, come_back, leave
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db


def test_a_proved_address_makes_an_account_at_once(client: Client, provider: str) -> None:
    come_back(client, "olive")

    person = User.objects.get()
    assert (person.email, person.name, person.has_usable_password()) == (OLIVE.address, "Olive Oyl", False)
    assert person.emailaddress_set.get().verified
    assert doors.is_signed_in(client)
    assert SocialAccount.objects.get().extra_data == {"label": "olive"}


def test_the_second_time_the_same_account_is_found(client: Client, provider: str) -> None:
    come_back(Client(), "olive")

    come_back(client, "olive")

    assert doors.is_signed_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("who", ["unproven", "quoted", "nameless"])
def test_an_address_that_was_not_proved_there_is_proved_here(client: Client, provider: str, who: str) -> None:
    form = come_back(client, who)
    assert form.headers["Location"] == reverse("socialaccount_signup")
    assert not User.objects.exists()

    doors.post(client, "socialaccount_signup", email=OLIVE.address)
    assert not doors.is_signed_in(client)
    doors.prove(client)

    assert doors.is_signed_in(client)
    assert SocialAccount.objects.get().user == User.objects.get(email=OLIVE.address)


@pytest.mark.parametrize("who", ["olive", "unproven"])
def test_an_account_is_never_connected_by_its_address(client: Client, olive: User, provider: str, who: str) -> None:
    come_back(client, who)
    if who == "unproven":
        doors.post(client, "socialaccount_signup", email=OLIVE.address)

    assert not doors.is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert doors.kinds() == ["accounts.account_exists"]


def test_the_form_tells_nobody_whether_an_address_has_an_account(olive: User, provider: str) -> None:
    def answer(address: str) -> tuple[Any, ...]:
        cache.clear()
        come_back(browser := Client(), "nameless")
        response = doors.post(browser, "socialaccount_signup", email=address)
        assert doors.newest().address == address
        return response.status_code, response.headers["Location"], sorted(response.cookies)

    assert answer(OLIVE.address) == answer("nobody@studio.example")


def test_who_lay_in_wait_with_the_address_loses_the_account(provider: str) -> None:
    come_back(mallory := Client(), "nameless")
    doors.post(mallory, "socialaccount_signup", email=OLIVE.address)
    cache.clear()

    doors.sign_in_by_code(Client())

    come_back(again := Client(), "nameless")
    assert not doors.is_signed_in(again)
    assert not SocialAccount.objects.exists()


def test_a_name_that_breaks_our_rules_is_left_out(client: Client, provider: str) -> None:
    come_back(client, "odd")

    assert User.objects.get().name == ""


def test_a_login_is_connected_by_whoever_is_signed_in_and_signs_in_from_then_on(
    client: Client, olive: User, provider: str
) -> None:
    doors.sign_in(client)
    doors.post(client, "account_reauthenticate", password=doors.PASSWORD)
    come_back(client, "nameless", "connect")

    come_back(elsewhere := Client(), "nameless")

    assert doors.is_signed_in(elsewhere)
    assert doors.newest().secrets == {"news": "account_connected", "provider": "Studio ID"}
    assert AuditEvent.objects.get(verb="accounts.connect_login").changes == {"site": "openid"}


def test_an_open_session_alone_connects_nothing(client: Client, olive: User, provider: str) -> None:
    doors.sign_in(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    response = come_back(client, "nameless", "connect")

    assert response.headers["Location"] == reverse("account_reauthenticate")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_login_is_disconnected_though_there_is_no_password(
    client: Client, provider: str, settings: LazySettings, is_set_up: bool
) -> None:
    come_back(client, "olive")
    settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS if is_set_up else {}
    client.get(reverse("socialaccount_connections"))

    doors.post(client, "socialaccount_connections", account=str(SocialAccount.objects.get().pk))

    assert not SocialAccount.objects.exists()
    assert AuditEvent.objects.filter(verb="accounts.disconnect_login").count() == 1


def test_a_second_factor_is_asked_for_here_too(client: Client, provider: str) -> None:
    come_back(Client(), "olive")
    doors.give_second_factor(User.objects.get())

    response = come_back(client, "olive")

    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not doors.is_signed_in(client)


def test_a_closed_account_stays_out(client: Client, provider: str) -> None:
    come_back(Client(), "olive")
    User.objects.update(is_active=False)

    assert come_back(client, "olive").headers["Location"] == reverse("account_inactive")


def test_turning_back_there_is_no_mistake(client: Client, provider: str) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    response = client.get(reverse(CALLBACK, args=["openid"]), {"error": "access_denied", "state": state})

    assert response.headers["Location"] == reverse("socialaccount_login_cancelled")
    assert "Nothing has changed" in client.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?state=%00", "?error=server_error"])
def test_a_made_up_way_back_gets_the_page_of_a_failure(client: Client, provider: str, query: str) -> None:
    response = client.get(reverse(CALLBACK, args=["openid"]) + query)

    assert response.status_code in (302, 400, 401, 200)
    assert not doors.is_signed_in(client)


def test_a_provider_that_is_away_is_no_error_of_ours(client: Client, provider: str, settings: LazySettings) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://localhost:1"}

    response = client.post(reverse(LOGIN, args=["openid"]))

    assert response.headers["Location"] == reverse("socialaccount_login_error")


class Nonsense(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(unquote(self.path.removeprefix("/")).encode())


@pytest.mark.parametrize("told", ["7", "[7]", "true"])
def test_a_provider_that_tells_nonsense_is_no_error_of_ours(
    client: Client, provider: str, settings: LazySettings, told: str
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    with HTTPServer(("127.0.0.1", 0), Nonsense) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}/{told}"
        app["settings"] |= {"openid_configuration_overrides": {"userinfo_endpoint": place}}
        answer = come_back(client, "olive")
        server.shutdown()

    assert answer.headers["Location"] == reverse("socialaccount_login_error")
    assert not doors.is_signed_in(client)


def test_the_ways_in_stand_on_the_pages_only_when_they_are_set_up(client: Client, provider: str) -> None:
    pages = ("account_login", "account_signup")
    assert all("Go on with Studio ID" in client.get(reverse(page)).content.decode() for page in pages)


def test_nothing_leads_to_what_is_not_set_up(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "Go on with" not in page
    assert client.post(reverse(LOGIN, args=["openid"])).status_code == 404
    assert client.post(reverse("github_login")).status_code == 404


def test_the_twenty_first_try_a_minute_waits(client: Client, provider: str) -> None:
    tries = [client.post(reverse(LOGIN, args=["openid"])).status_code for _ in range(21)]

    assert tries == [200] * 20 + [429]
