from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from time_machine import travel

from accounts.actions import person_for
from accounts.models import User
from tests.accounts import doors
from tests.cast import MO, OLIVE

pytestmark = pytest.mark.django_db

NEW = "olive@elsewhere.example"


@pytest.fixture
def signed_in(client: Client, olive: User) -> Client:
    doors.sign_in(client)
    return client


def change(client: Client, address: str = NEW, code: str = "XXXX-XXXX") -> Any:
    return doors.post(client, "account_email", email=address, code=code, action_add="yes")


def agreed(client: Client) -> str:
    """The code that the old mailbox was sent."""
    cache.clear()  # a mail every ten seconds is the limit
    doors.post(client, "accounts:ask_old_mailbox")
    assert (doors.newest().kind, doors.newest().address) == ("accounts.agree_code", OLIVE.address)
    return doors.code()


def test_codes_from_both_mailboxes_change_the_address(signed_in: Client, olive: User) -> None:
    change(signed_in, code=agreed(signed_in))
    assert doors.newest().address == NEW

    doors.prove(signed_in)

    olive.refresh_from_db()
    assert (olive.email, olive.emailaddress_set.get().email) == (NEW, NEW)
    assert olive.has_usable_password()


def test_the_old_mailbox_is_told(signed_in: Client) -> None:
    change(signed_in, code=agreed(signed_in))
    doors.prove(signed_in)

    told = doors.newest()

    assert (told.kind, told.address, told.secrets) == ("accounts.email_changed", OLIVE.address, {"to_email": NEW})


def test_without_the_old_mailbox_the_new_one_gets_no_mail(signed_in: Client) -> None:
    page = change(signed_in)

    assert 'id="id_code_error"' in page.content.decode()
    assert NEW in page.content.decode()
    assert doors.kinds() == []


def test_a_code_of_the_second_factor_stands_in_for_a_lost_mailbox(signed_in: Client, olive: User) -> None:
    change(signed_in, code=doors.code_of(doors.give_second_factor(olive)))
    doors.prove(signed_in)

    olive.refresh_from_db()
    assert olive.email == NEW


def test_until_the_new_mailbox_answers_nothing_changes(signed_in: Client) -> None:
    change(signed_in, code=agreed(signed_in))

    assert User.objects.get().email == OLIVE.address
    assert doors.sign_in(Client()).status_code == 302


def test_three_wrong_codes_end_the_agreement(signed_in: Client) -> None:
    code = agreed(signed_in)
    for _ in range(3):
        change(signed_in)

    assert 'id="id_code_error"' in change(signed_in, code=code).content.decode()


def test_an_agreement_ends_after_a_quarter_of_an_hour(signed_in: Client) -> None:
    with travel("2026-11-22T10:00:00Z", tick=False):
        doors.sign_in(signed_in)
        code = agreed(signed_in)
    with travel("2026-11-22T10:15:01Z", tick=False):
        assert 'id="id_code_error"' in change(signed_in, code=code).content.decode()


def test_an_agreement_is_good_in_the_session_that_asked_only(signed_in: Client) -> None:
    code = agreed(signed_in)
    doors.sign_in(elsewhere := Client())

    assert 'id="id_code_error"' in change(elsewhere, code=code).content.decode()


def test_a_mistyped_address_spends_no_code(signed_in: Client, olive: User) -> None:
    printed = doors.code_of(doors.give_second_factor(olive))

    page = change(signed_in, "olive@elsewhere", printed)

    assert 'id="id_email_error"' in page.content.decode()
    assert change(signed_in, code=printed).status_code == 302


def test_the_address_of_somebody_else_stays_theirs(signed_in: Client, olive: User) -> None:
    person_for(MO.address)

    change(signed_in, MO.address, agreed(signed_in))
    page = doors.prove(signed_in)

    assert "belongs to another account" in page.content.decode()
    assert User.objects.get(pk=olive.pk).email == OLIVE.address
