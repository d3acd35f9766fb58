import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db


def wrong(address: str = OLIVE.address, client: str = "192.0.2.1") -> str:
    page = Client(REMOTE_ADDR=client).post("/accounts/login/", {"login": address, "password": "wrong horse battery"})
    return page.content.decode()


def test_the_sixth_wrong_password_for_an_address_waits_wherever_it_comes_from(olive: User) -> None:
    tries = [wrong(client=f"192.0.2.{number}") for number in range(1, 7)]

    assert ["Too many tries" in page for page in tries] == [False] * 5 + [True]


def test_a_right_password_waits_too(client: Client, olive: User) -> None:
    for number in range(1, 6):
        wrong(client=f"192.0.2.{number}")

    doors.sign_in(client)

    assert not doors.is_signed_in(client)


def test_one_ipv6_network_is_one_client(olive: User) -> None:
    tries = [wrong(f"p{n}@studio.example", f"2001:db8::{n}") for n in range(1, 12)]

    assert "Too many tries" in tries[-1]
    assert "Too many tries" not in wrong("p99@studio.example", "2001:db8:0:1::1")


def test_the_counts_are_kept_in_the_database_for_all_processes(olive: User) -> None:
    wrong()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_tries WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] > 0
