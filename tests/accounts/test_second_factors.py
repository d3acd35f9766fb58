from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts import factors
from accounts.models import User
from petition.audit.models import AuditEvent
from tests.accounts import doors
from tests.accounts.passkeys import give_passkey

pytestmark = pytest.mark.django_db

NONSENSE = [
    *("", "{", "[]", "1", "null", '"x"', "{}", '{"response": []}', '{"id": 1, "rawId": "AA", "response": {}}'),
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "userHandle": "_w"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "userHandle": "OTk5",'
    ' "authenticatorData": "AA", "signature": "AA", "attestationObject": "AA"}}',
]


def set_up_app(client: Client) -> Any:
    page = client.get(reverse("mfa_activate_totp"))
    return doors.post(client, "mfa_activate_totp", code=doors.code_for(page.context["form"].secret))


@pytest.fixture
def signed_in(client: Client, olive: User) -> Client:
    doors.sign_in(client)
    return client


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_by_its_first_code(signed_in: Client, olive: User) -> None:
    doors.post(signed_in, "account_reauthenticate", password=doors.PASSWORD)

    response = set_up_app(signed_in)

    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert doors.newest().secrets == {"news": "totp_activated"}
    added = AuditEvent.objects.filter(verb="accounts.add_factor").order_by("pk")
    assert [event.changes for event in added] == [{"factor": "totp"}, {"factor": "recovery_codes"}]


def test_a_second_factor_is_asked_for_after_the_password(client: Client, olive: User) -> None:
    app = doors.give_second_factor(olive)

    assert doors.sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert not doors.is_signed_in(client)

    doors.post(client, "mfa_authenticate", code=doors.code_of(app))
    assert doors.is_signed_in(client)


def test_a_second_factor_is_asked_for_after_a_mailed_code(client: Client, olive: User) -> None:
    doors.give_second_factor(olive)

    assert doors.sign_in_by_code(client).headers["Location"] == reverse("mfa_authenticate")
    assert not doors.is_signed_in(client)


def test_a_code_is_good_once(client: Client, olive: User) -> None:
    code = doors.code_of(doors.give_second_factor(olive))
    for browser in (client, Client()):
        doors.sign_in(browser)
        doors.post(browser, "mfa_authenticate", code=code)

    assert doors.is_signed_in(client)
    assert not doors.is_signed_in(browser)


def test_the_sixth_wrong_code_waits_though_the_next_is_right(client: Client, olive: User) -> None:
    app = doors.give_second_factor(olive)
    doors.sign_in(client)
    for number in range(5):
        doors.post(client, "mfa_authenticate", code=f"00000{number}")

    page = doors.post(client, "mfa_authenticate", code=doors.code_of(app))

    assert "Too many tries" in page.content.decode()
    assert not doors.is_signed_in(client)


def test_a_printed_code_opens_once(signed_in: Client, olive: User) -> None:
    doors.post(signed_in, "account_reauthenticate", password=doors.PASSWORD)
    set_up_app(signed_in)
    page = signed_in.get(reverse("mfa_view_recovery_codes"))
    printed = page.context["unused_codes"][0]

    for browser in (first := Client(), second := Client()):
        doors.sign_in(browser)
        doors.post(browser, "mfa_authenticate", code=printed)

    assert printed in page.content.decode()
    assert doors.is_signed_in(first)
    assert not doors.is_signed_in(second)


@pytest.mark.parametrize(
    "page", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes"]
)
def test_factors_change_only_for_whoever_proves_to_be_there(client: Client, olive: User, page: str) -> None:
    doors.give_second_factor(olive)
    if page == "mfa_activate_totp":
        Authenticator.objects.all().delete()

    response = doors.client_of(olive).get(reverse(page))

    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_keys_lie_sealed_and_move_to_a_new_key(olive: User, settings: LazySettings) -> None:
    app = doors.give_second_factor(olive)
    code = doors.code_of(app)
    settings.ADDRESS_KEYS = (b"n" * 32, *settings.ADDRESS_KEYS)

    assert factors.reseal() == 1
    assert factors.reseal() == 0

    settings.ADDRESS_KEYS = settings.ADDRESS_KEYS[:1]
    app.refresh_from_db()
    assert doors.code_of(app) == code


@pytest.mark.django_db(transaction=True)
def test_the_first_factor_signs_out_whoever_came_in_without(signed_in: Client, olive: User) -> None:
    doors.sign_in(elsewhere := Client())
    doors.post(signed_in, "account_reauthenticate", password=doors.PASSWORD)

    set_up_app(signed_in)

    assert doors.is_signed_in(signed_in)
    assert not doors.is_signed_in(elsewhere)


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_for_a_passkey_gets_a_message(client: Client, olive: User, nonsense: str) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    response = doors.post(client, "mfa_login_webauthn", credential=nonsense)

    assert response.headers["Location"] == reverse("account_login")
    inside = doors.client_of(olive)
    doors.post(inside, "account_reauthenticate", password=doors.PASSWORD)
    inside.get(reverse("mfa_add_webauthn"))
    page = doors.post(inside, "mfa_add_webauthn", name="Key", credential=nonsense)
    assert 'class="mistakes"' in page.content.decode()


def test_whoever_has_a_passkey_and_no_app_is_asked_for_the_passkey_first(client: Client, olive: User) -> None:
    give_passkey(olive)
    doors.sign_in(client)

    page = client.get(reverse("mfa_authenticate")).content.decode()

    assert page.index("Use a passkey") < page.index("Recovery code")
    assert "your app" not in page


def test_ways_to_show_once_more_who_one_is_are_named_here(olive: User) -> None:
    give_passkey(olive)
    doors.give_second_factor(olive)

    page = doors.client_of(olive).get(reverse("account_reauthenticate")).content.decode()

    assert "Use a code" in page
    assert "Use a passkey" in page
    assert "security key" not in page
