import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db


def test_the_password_signs_in(client: Client, olive: User) -> None:
    response = doors.sign_in(client)

    assert response.headers["Location"] == reverse("accounts:you")
    assert doors.is_signed_in(client)


def test_a_wrong_password_does_not(client: Client, olive: User) -> None:
    page = doors.sign_in(client, password="wrong horse battery")

    assert "do not go together" in page.content.decode()
    assert not doors.is_signed_in(client)


def test_a_mailed_code_signs_in(client: Client, olive: User) -> None:
    doors.sign_in_by_code(client)

    assert doors.is_signed_in(client)
    assert doors.kinds() == ["accounts.login_code"]


def test_a_code_is_good_in_the_browser_that_asked_only(client: Client, olive: User) -> None:
    doors.post(client, "account_request_login_code", email=OLIVE.address)
    stranger = Client()

    doors.post(stranger, "account_confirm_login_code", code=doors.code())

    assert not doors.is_signed_in(stranger)


def test_a_code_ends_after_a_quarter_of_an_hour(client: Client, olive: User) -> None:
    with travel("2026-11-22T10:00:00Z", tick=False):
        doors.post(client, "account_request_login_code", email=OLIVE.address)
    with travel("2026-11-22T10:15:01Z", tick=False):
        doors.post(client, "account_confirm_login_code", code=doors.code())
        assert not doors.is_signed_in(client)


def test_a_closed_account_stays_out(client: Client, olive: User) -> None:
    User.objects.update(is_active=False)

    response = doors.sign_in(client)

    assert response.headers["Location"] == reverse("account_inactive")
    assert not doors.is_signed_in(client)


def test_a_page_on_another_site_is_no_way_on(client: Client, olive: User) -> None:
    login = reverse("account_login")
    response = client.post(login, {"login": OLIVE.address, "password": doors.PASSWORD, "next": "https://evil.example/"})

    assert response.headers["Location"] == reverse("accounts:you")


def test_signing_out_asks_first_and_then_does(client: Client, olive: User) -> None:
    doors.sign_in(client)

    client.get(reverse("account_logout"))
    assert doors.is_signed_in(client)

    doors.post(client, "account_logout")
    assert not doors.is_signed_in(client)


def test_a_post_without_a_csrf_token_is_refused(olive: User) -> None:
    client = Client(enforce_csrf_checks=True)

    assert doors.sign_in(client).status_code == 403
