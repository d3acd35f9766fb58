import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts import doors

pytestmark = pytest.mark.django_db


def test_the_desk_sends_a_moderator_without_a_second_factor_to_set_one_up(moderator: User) -> None:
    page = doors.client_of(moderator).get(reverse("desk:home"), follow=True)

    assert page.redirect_chain == [(f"{reverse('accounts:second_factor')}?next=%2Fdesk%2F", 302)]
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked_for", ["/desk/letters/", "/desk/reports/?page=1"])
def test_who_set_one_up_reads_the_recovery_codes_and_lands_where_they_were_headed(
    moderator: User, asked_for: str
) -> None:
    client = doors.client_of(moderator)

    ways = client.get(asked_for, follow=True)
    set_up = next(way for way in links(ways) if way.startswith(reverse("mfa_activate_totp")))
    codes = client.get(set_up_app(client, set_up).headers["Location"])

    assert "Print these" in codes.content.decode()
    assert len(codes.context["unused_codes"]) == 10
    assert asked_for in links(codes)
    assert client.get(asked_for).status_code == 200


def test_a_way_on_that_leads_off_the_site_is_left_out(moderator: User) -> None:
    page = doors.client_of(moderator).get(reverse("accounts:second_factor"), {"next": "https://evil.example/"})

    assert "evil" not in page.content.decode()


def links(page: Any) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page.content.decode())]


def set_up_app(client: Client, way: str) -> Any:
    secret = client.get(way).context["form"].secret
    return client.post(way, {"code": doors.code_for(secret)})
