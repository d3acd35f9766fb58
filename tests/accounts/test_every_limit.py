"""At every door of an account somebody knocks until nobody answers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions.invitations import MOST_OPEN
from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE
from tests.makers import make_team

pytestmark = pytest.mark.django_db

WRONG = {"code": "WRNG-WRNG"}
BEGINNINGS = ("account_login", "account_signup", "account_request_login_code", "account_reset_password")
Knock = Callable[[int], Any]
Door = tuple[str, int, Knock]  # what it is, how often it opens, and one try at it


def other(number: int) -> str:
    return f"p{number}@studio.example"


def from_elsewhere(number: int) -> Client:
    """Another browser in another network, so that only what is typed counts."""
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


def ways_in(olive: User) -> Iterator[Door]:
    """What anybody may try who has no account, or none that they have shown to be theirs."""
    address = {"email": OLIVE.address}
    yield "sign-up", 20, lambda number: doors.sign_up(Client(), other(number))
    yield (
        "sign-up by passkey",
        20,
        lambda number: doors.post(Client(), "account_signup_by_passkey", email=other(number)),
    )
    yield "password", 10, lambda number: doors.sign_in(Client(), other(number), "wrong horse battery")
    yield "code, by address", 3, lambda n: doors.post(from_elsewhere(n), "account_request_login_code", **address)
    yield "code, by network", 20, lambda n: doors.post(Client(), "account_request_login_code", email=other(n))
    yield "reset, by address", 3, lambda n: doors.post(from_elsewhere(n), "account_reset_password", **address)
    yield "reset, by network", 20, lambda n: doors.post(Client(), "account_reset_password", email=other(n))
    yield "passkey", 10, lambda _: doors.post(Client(), "mfa_login_webauthn", credential="{}")


def codes(olive: User) -> Iterator[Door]:
    """Each place to type a code: a mailed one ends after three wrong tries, an app's pauses after five."""
    mailed = {
        "account_email_verification_sent": lambda client: doors.sign_up(client, "new@studio.example"),
        "account_confirm_login_code": lambda client: doors.post(
            client, "account_request_login_code", email=OLIVE.address
        ),
        "account_confirm_password_reset_code": lambda client: doors.post(
            client, "account_reset_password", email=OLIVE.address
        ),
    }
    for page, begin in mailed.items():
        begin(client := Client())
        yield page, 2, lambda _, client=client, page=page: doors.post(client, page, **WRONG)
    doors.give_second_factor(olive)
    for code in ("000000", "00000000"):
        cache.clear()
        doors.sign_in(client := Client())
        yield (
            f"second factor {code}",
            5,
            lambda _, client=client, code=code: doors.post(client, "mfa_authenticate", code=code),
        )


def inside(olive: User) -> Iterator[Door]:
    """What somebody may do who has signed in, or whoever sits down at their browser."""
    doors.sign_in(client := Client())
    doors.post(client, "account_reauthenticate", password=doors.PASSWORD)
    team = make_team(olive)
    invite = reverse("studio:invite", args=[team.pk])
    yield "export", 10, lambda _: doors.post(client, "studio:export_my_data")
    yield "old mailbox", 1, lambda _: doors.post(client, "accounts:ask_old_mailbox")
    yield "new address", 10, lambda n: doors.post(client, "account_email", action_add="", email=other(n), **WRONG)
    yield "invitation", MOST_OPEN, lambda n: client.post(invite, {"address": other(n), "role": "viewer"})
    yield "password once more", 5, lambda _: doors.post(client, "account_reauthenticate", password="wrong")
    yield "new password", 5, lambda _: doors.post(client, "account_change_password", oldpassword="wrong")


@pytest.mark.parametrize("part", [ways_in, inside])
def test_every_door_closes_after_so_many_tries(olive: User, part: Callable[[User], Iterator[Door]]) -> None:
    opened, promised = {}, {}
    for name, times, knock in part(olive):
        cache.clear()
        promised[name] = times
        opened[name] = next((number for number in range(times + 5) if is_full(knock(number))), "always")

    assert opened == promised


def test_every_code_ends_after_so_many_tries(olive: User) -> None:
    opened, promised = {}, {}
    for name, times, knock in codes(olive):
        promised[name] = times
        opened[name] = next((number for number in range(times + 5) if is_over(knock(number))), "always")

    assert opened == promised


def is_full(answer: Any) -> bool:
    """A page that says so, or a sentence at the field."""
    return answer.status_code == 429 or (not answer.streaming and "Too many" in answer.content.decode())


def is_over(answer: Any) -> bool:
    """The way back to the beginning; a code of an app pauses instead."""
    return answer.headers.get("Location") in map(reverse, BEGINNINGS) or is_full(answer)
