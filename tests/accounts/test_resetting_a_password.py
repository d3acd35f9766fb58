import pytest
from django.test import Client

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db

ANOTHER = "another horse entirely"


def test_a_mailed_code_opens_the_way_to_a_new_password(client: Client, olive: User) -> None:
    doors.post(client, "account_reset_password", email=OLIVE.address)
    doors.post(client, "account_confirm_password_reset_code", code=doors.code())
    doors.post(client, "account_complete_password_reset", password1=ANOTHER)

    doors.sign_in(client, password=ANOTHER)

    assert doors.is_signed_in(client)
    assert doors.kinds() == ["accounts.password_code", "accounts.password_changed"]


def test_no_code_no_new_password(client: Client, olive: User) -> None:
    doors.post(client, "account_reset_password", email=OLIVE.address)
    doors.post(client, "account_confirm_password_reset_code", code="XXXX-XXXX")
    doors.post(client, "account_complete_password_reset", password1=ANOTHER)

    doors.sign_in(client, password=ANOTHER)

    assert not doors.is_signed_in(client)


def test_changing_the_password_signs_out_every_other_browser(client: Client, olive: User) -> None:
    elsewhere = Client()
    doors.sign_in(client)
    doors.sign_in(elsewhere)

    doors.post(client, "account_change_password", oldpassword=doors.PASSWORD, password1=ANOTHER)

    assert doors.is_signed_in(client)
    assert not doors.is_signed_in(elsewhere)
    assert doors.kinds() == ["accounts.password_changed"]


def test_who_signs_in_by_code_may_choose_a_password_later(client: Client, olive: User) -> None:
    olive.set_unusable_password()
    olive.save()
    doors.sign_in_by_code(client)

    doors.post(client, "account_set_password", password1=ANOTHER)

    doors.sign_in(other := Client(), password=ANOTHER)
    assert doors.is_signed_in(other)
