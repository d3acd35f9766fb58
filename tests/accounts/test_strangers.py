"""What somebody learns, or gets, who types an address that is not theirs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Invitation, User
from petition.lib.tokens import Purpose, make
from tests.accounts import doors
from tests.cast import ADA, OLIVE
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db

NOBODY = "nobody@studio.example"
OF_EACH_ANSWER = ("X-Request-ID", "Content-Length", "Expires")
DOORS = {
    "account_signup": {"password1": doors.PASSWORD},
    "account_signup_by_passkey": {},
    "account_request_login_code": {},
    "account_reset_password": {},
}


def answers(page: str, address: str, **fields: str) -> tuple[Any, ...]:
    """Everything a browser is given at the door and on the page that it leads to."""
    cache.clear()
    client = Client()
    first = doors.post(client, page, email=address, **fields)
    second = client.get(first.headers["Location"])
    return given(first, address), given(second, address)


def given(answer: Any, address: str) -> tuple[Any, ...]:
    """An answer less what differs for everybody: tokens, and the address that was typed."""
    text = re.sub(r'value="[\w-]{64}"', "", answer.content.decode()).replace(address, "")
    headers = {name: value for name, value in answer.headers.items() if name not in OF_EACH_ANSWER}
    return answer.status_code, headers, sorted(answer.cookies), text


def writes(work: Callable[[], object]) -> tuple[list[str], int]:
    """Into which tables some work writes, and how many statements it takes in all."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        work()
    words = [(query["sql"] or "").split(" (")[0].split(" SET ")[0] for query in queries.captured_queries]
    return sorted(word for word in words if word.startswith(("INSERT", "UPDATE"))), len(words)


@pytest.mark.parametrize("page", DOORS)
def test_no_page_tells_whether_an_address_has_an_account(olive: User, page: str) -> None:
    assert answers(page, OLIVE.address, **DOORS[page]) == answers(page, NOBODY, **DOORS[page])


@pytest.mark.parametrize("page", DOORS)
def test_the_work_is_the_same_whether_an_address_has_an_account(olive: User, page: str) -> None:
    def work(address: str) -> tuple[list[str], int]:
        return writes(lambda: doors.post(Client(), page, email=address, **DOORS[page]))

    known, unknown = work(OLIVE.address), work(NOBODY)

    assert known[0] == unknown[0]
    assert abs(known[1] - unknown[1]) <= 4


def test_whoever_invites_learns_nothing_of_an_address(olive: User) -> None:
    team = make_team(ada := make_user(ADA))
    client = doors.client_of(ada)

    def invite(address: str) -> tuple[Any, ...]:
        Invitation.objects.all().delete()
        asked = {"address": address, "role": "viewer"}
        first = client.post(reverse("studio:invite", args=[team.pk]), asked)
        page = client.get(first.headers["Location"])
        link = Client().get(reverse("studio:invitation", args=[make(Purpose.INVITE, Invitation.objects.get().pk)]))
        return tuple(
            re.sub(r"/\d+/|/invitation/\S+|%2Finv\S+", "", str(given(one, address))) for one in (first, page, link)
        )

    assert invite(OLIVE.address) == invite(NOBODY)


def test_an_invitation_is_the_same_work_for_every_address(olive: User) -> None:
    team = make_team(ada := make_user(ADA))
    client = doors.client_of(ada)

    def work(address: str) -> tuple[list[str], int]:
        Invitation.objects.all().delete()
        asked = {"address": address, "role": "viewer"}
        return writes(lambda: client.post(reverse("studio:invite", args=[team.pk]), asked))

    assert work(OLIVE.address) == work(NOBODY)


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
