"""One person in two browsers at the same moment: one account, and no error page."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts import doors
from tests.accounts.elsewhere import come_back
from tests.cast import OLIVE
from tests.letters.signing.trying import somebody_else

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


def at_the_same_row(table: str, *jobs: Callable[[], Any]) -> list[Any]:
    """Let each job run until it writes to this table, and only then all of them go on."""
    with ThreadPoolExecutor(len(jobs)) as pool, somebody_else() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        running = [pool.submit(alone, job) for job in jobs]
        deadline = time.monotonic() + 20
        while waiting(cursor, table) < len(jobs):
            assert time.monotonic() < deadline, [job.result() for job in running if job.done()]
            time.sleep(0.01)
        cursor.execute("ROLLBACK")
        return [job.result() for job in running]


def waiting(cursor: Any, table: str) -> int:
    cursor.execute(WAITING, [table])
    return int(cursor.fetchone()[0])


def alone(job: Callable[[], Any]) -> Any:
    try:
        return job()
    finally:
        connection.close()


def test_who_comes_from_elsewhere_twice_at_once_has_one_account_and_is_in_twice(provider: str) -> None:
    browsers = [Client(), Client()]

    at_the_same_row("accounts_user", *(partial(come_back, browser, "olive") for browser in browsers))

    assert User.objects.count() == SocialAccount.objects.count() == EmailAddress.objects.count() == 1
    assert all(doors.is_signed_in(browser) for browser in browsers)


def test_who_comes_from_elsewhere_while_signing_up_here_has_one_account(provider: str) -> None:
    here, elsewhere = Client(), Client()

    answers = at_the_same_row("accounts_user", lambda: doors.sign_up(here), lambda: come_back(elsewhere, "olive"))

    assert {answer.status_code for answer in answers} <= {302, 429}
    assert User.objects.count() == 1


@pytest.mark.parametrize("way", ["account_signup", "account_signup_by_passkey"])
def test_a_form_for_signing_up_that_is_sent_twice_at_once_mails_one_code(way: str) -> None:
    def sign_up() -> Any:
        return doors.post(Client(), way, email=OLIVE.address, password1=doors.PASSWORD)

    answers = at_the_same_row("accounts_user", sign_up, sign_up)

    assert sorted(answer.status_code for answer in answers) == [302, 429]
    assert doors.kinds() == ["accounts.email_code"]
    assert User.objects.count() == 1


def test_the_form_of_who_comes_without_an_address_sent_twice_at_once_mails_one_code(provider: str) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        come_back(browser, "nameless")

    forms = (partial(doors.post, browser, "socialaccount_signup", email=OLIVE.address) for browser in browsers)
    answers = at_the_same_row("accounts_user", *forms)

    assert sorted(answer.status_code for answer in answers) == [302, 429]
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_a_login_that_is_connected_twice_at_once_is_connected(olive: User, provider: str) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        doors.sign_in(browser)
        doors.post(browser, "account_reauthenticate", password=doors.PASSWORD)

    ways = (partial(come_back, browser, "nameless", "connect") for browser in browsers)
    answers = at_the_same_row("socialaccount_socialaccount", *ways)

    assert {answer.headers["Location"] for answer in answers} == {reverse("socialaccount_connections")}
    assert SocialAccount.objects.get().user == olive
