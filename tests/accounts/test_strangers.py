"""What somebody learns, or gets, who types an address that is not theirs."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db

NOBODY = "nobody@studio.example"
DOORS = {
    "account_signup": {"password1": doors.PASSWORD},
    "account_request_login_code": {},
    "account_reset_password": {},
}


def answers(page: str, address: str, **fields: str) -> tuple[Any, ...]:
    """Everything a browser is given, less what differs for everybody: tokens and the address itself."""
    cache.clear()
    client = Client()
    first = doors.post(client, page, email=address, **fields)
    second = client.get(first.headers.get("Location", "/accounts/login/"))
    text = re.sub(r'value="[\w-]{64}"', "", second.content.decode()).replace(address, "")
    return first.status_code, first.headers.get("Location"), sorted(first.cookies), second.status_code, text


@pytest.mark.parametrize("page", DOORS)
def test_no_page_tells_whether_an_address_has_an_account(olive: User, page: str) -> None:
    assert answers(page, OLIVE.address, **DOORS[page]) == answers(page, NOBODY, **DOORS[page])


@pytest.mark.parametrize("page", DOORS)
def test_a_mail_is_owed_either_way(olive: User, page: str) -> None:
    for address in (OLIVE.address, NOBODY):
        answers(page, address, **DOORS[page])
        assert doors.newest().address == address


def test_the_mails_say_how_it_stands(client: Client, olive: User) -> None:
    doors.sign_up(client)
    doors.post(Client(), "account_request_login_code", email=NOBODY)
    doors.post(Client(), "account_reset_password", email=NOBODY)

    assert doors.kinds() == ["accounts.account_exists", "accounts.unknown_account", "accounts.unknown_account"]


def test_signing_up_hashes_as_often_for_an_address_that_has_an_account(hashed: list[str], olive: User) -> None:
    def cost(address: str) -> int:
        hashed.clear()
        doors.sign_up(Client(), address)
        return len(hashed)

    assert cost(OLIVE.address) == cost("new@studio.example") > 0


def test_a_wrong_password_hashes_as_often_for_an_address_without_an_account(hashed: list[str], olive: User) -> None:
    def cost(address: str) -> int:
        hashed.clear()
        doors.sign_in(Client(), address, "wrong horse battery")
        return len(hashed)

    assert cost(OLIVE.address) == cost(NOBODY) > 0


@pytest.mark.parametrize("way", ["code", "reset"])
def test_a_password_chosen_by_a_stranger_ends_when_the_owner_proves_the_address(way: str) -> None:
    doors.sign_up(Client(), OLIVE.address, "mallory knows this")
    cache.clear()

    if way == "code":
        doors.sign_in_by_code(Client())
    else:
        owner = Client()
        doors.post(owner, "account_reset_password", email=OLIVE.address)
        doors.post(owner, "account_confirm_password_reset_code", code=doors.code())

    doors.sign_in(mallory := Client(), password="mallory knows this")
    assert not doors.is_signed_in(mallory)
    assert User.objects.get().emailaddress_set.get().verified


def test_a_stranger_who_signs_up_gets_nothing_without_the_mailbox(client: Client) -> None:
    doors.sign_up(client, OLIVE.address)

    doors.sign_in(client)

    assert not doors.is_signed_in(client)
