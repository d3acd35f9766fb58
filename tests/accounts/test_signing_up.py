import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db


def test_a_mailed_code_proves_the_address_and_signs_in(client: Client) -> None:
    doors.sign_up(client)
    assert not doors.is_signed_in(client)

    doors.prove(client)

    assert doors.is_signed_in(client)
    assert User.objects.get().emailaddress_set.get().verified


def test_the_address_is_the_login_whatever_its_case(client: Client) -> None:
    doors.sign_up(client, "Olive@Studio.Example")
    doors.prove(client)

    assert User.objects.get().email == OLIVE.address
    assert doors.sign_in(Client(), "OLIVE@studio.example").status_code == 302


def test_no_password_is_needed(client: Client) -> None:
    doors.sign_up(client, password="")
    doors.prove(client)

    assert doors.is_signed_in(client)
    assert not User.objects.get().has_usable_password()


def test_a_common_password_is_refused_beside_its_field(client: Client) -> None:
    page = doors.sign_up(client, password="1234567890")

    assert not User.objects.exists()
    assert 'id="id_password1_error"' in page.content.decode()


def test_something_that_is_no_address_is_refused(client: Client) -> None:
    page = doors.sign_up(client, "olive@studio")

    assert not User.objects.exists()
    assert 'id="id_email_error"' in page.content.decode()


def test_three_wrong_codes_end_the_try(client: Client) -> None:
    doors.sign_up(client)
    for _ in range(3):
        doors.post(client, "account_email_verification_sent", code="XXXX-XXXX")

    doors.prove(client)

    assert not doors.is_signed_in(client)
    assert not User.objects.get().emailaddress_set.get().verified


def test_a_new_code_replaces_the_old_one(client: Client) -> None:
    doors.sign_up(client)
    old = doors.code()
    cache.clear()  # a mail every ten seconds is the limit

    doors.post(client, "account_email_verification_sent", action="resend")
    doors.post(client, "account_email_verification_sent", code=old)
    assert not doors.is_signed_in(client)

    doors.prove(client)
    assert doors.is_signed_in(client)


def test_the_mail_to_an_address_that_has_an_account_leads_in_with_the_same_browser(client: Client) -> None:
    elsewhere = Client()
    doors.sign_up(elsewhere)
    doors.prove(elsewhere)
    cache.clear()  # a mail every ten seconds is the limit
    doors.sign_up(client)

    assert client.get(reverse("account_request_login_code")).status_code == 200
    doors.sign_in_by_code(client)

    assert doors.is_signed_in(client)
