import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts import doors

pytestmark = pytest.mark.django_db


def test_the_desk_sends_a_moderator_without_a_second_factor_to_set_one_up(moderator: User) -> None:
    page = doors.client_of(moderator).get(reverse("desk:home"), follow=True)

    assert page.redirect_chain == [(reverse("accounts:second_factor"), 302)]
    assert reverse("mfa_activate_totp") in page.content.decode()
    assert reverse("mfa_add_webauthn") in page.content.decode()


def test_with_a_second_factor_the_desk_opens(moderator: User) -> None:
    doors.give_second_factor(moderator)

    assert doors.client_of(moderator).get(reverse("desk:home")).status_code == 200


def test_who_has_a_second_factor_manages_it_instead(moderator: User) -> None:
    doors.give_second_factor(moderator)

    response = doors.client_of(moderator).get(reverse("accounts:second_factor"))

    assert response.headers["Location"] == reverse("mfa_index")


def test_setting_one_up_is_for_whoever_is_signed_in(client: Client) -> None:
    response = client.get(reverse("accounts:second_factor"))

    assert response.headers["Location"].startswith(reverse("account_login"))
