import pytest
from django.test import Client

from accounts.actions import person_for
from accounts.models import User
from tests.accounts import doors
from tests.cast import MO, OLIVE

pytestmark = pytest.mark.django_db

NEW = "olive@elsewhere.example"


def change(client: Client, address: str) -> None:
    doors.post(client, "account_email", email=address, action_add="yes")


def test_a_code_from_the_new_mailbox_changes_the_address(client: Client, olive: User) -> None:
    doors.sign_in(client)
    change(client, NEW)
    assert doors.newest().address == NEW

    doors.prove(client)

    olive.refresh_from_db()
    assert (olive.email, olive.emailaddress_set.get().email) == (NEW, NEW)
    assert olive.has_usable_password()


def test_the_old_mailbox_is_told(client: Client, olive: User) -> None:
    doors.sign_in(client)
    change(client, NEW)
    doors.prove(client)

    told = doors.newest()

    assert (told.kind, told.address, told.secrets) == ("accounts.email_changed", OLIVE.address, {"to_email": NEW})


def test_until_the_code_is_typed_nothing_changes(client: Client, olive: User) -> None:
    doors.sign_in(client)

    change(client, NEW)

    assert User.objects.get().email == OLIVE.address
    assert doors.sign_in(Client()).status_code == 302


def test_the_address_of_somebody_else_stays_theirs(client: Client, olive: User) -> None:
    person_for(MO.address)
    doors.sign_in(client)

    change(client, MO.address)
    page = doors.prove(client)

    assert "belongs to another account" in page.content.decode()
    assert User.objects.get(pk=olive.pk).email == OLIVE.address
