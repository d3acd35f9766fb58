import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db

FOR_STRANGERS = ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
FOR_OLIVE = ["accounts:you", "account_email", "account_change_password", "account_logout", "account_reauthenticate"]
FOR_ANYBODY = ["account_inactive", "account_password_reset_completed"]


def look(client: Client, page: str) -> str:
    response = client.get(reverse(page))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return response.content.decode()


def is_of_this_site(page: str) -> bool:
    return 'class="mast"' in page and 'class="page account"' in page and page.count("<h1") == 1


def unlabelled(page: str) -> list[str]:
    fields = re.findall(r'<input(?![^>]*type="hidden")[^>]*id="([^"]+)"', page)
    return [field for field in fields if f'<label class="field__label" for="{field}"' not in page]


@pytest.mark.parametrize("page", FOR_STRANGERS + FOR_ANYBODY)
def test_a_page_for_strangers_looks_like_the_site(client: Client, page: str) -> None:
    text = look(client, page)

    assert is_of_this_site(text)
    assert not unlabelled(text)
    assert "placeholder" not in text


@pytest.mark.parametrize("page", FOR_OLIVE)
def test_a_page_of_an_account_looks_like_the_site(client: Client, olive: User, page: str) -> None:
    doors.sign_in(client)

    text = look(client, page)

    assert is_of_this_site(text)
    assert not unlabelled(text)


def test_the_code_page_says_where_the_mail_went(client: Client, olive: User) -> None:
    doors.post(client, "account_request_login_code", email=OLIVE.address)

    text = look(client, "account_confirm_login_code")

    assert is_of_this_site(text)
    assert OLIVE.address in text
    assert 'autocomplete="one-time-code"' in text


def test_the_way_on_survives_the_choice_of_a_way_in(client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": "/accounts/email/"}).content.decode()

    assert f"{reverse('account_request_login_code')}?next=%2Faccounts%2Femail%2F" in page
    assert 'name="next" value="/accounts/email/"' in page


def test_too_many_tries_get_the_page_every_limit_gets() -> None:
    tries = [doors.sign_up(Client(), f"p{number}@studio.example") for number in range(21)]

    assert [response.status_code for response in tries] == [302] * 20 + [429]
    assert "Retry-After" in tries[-1].headers
