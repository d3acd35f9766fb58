"""A session may end while somebody fills in a form: nothing typed is lost, and the way back leads to its page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Letter
from tests.letters.desk.sitting import sit
from tests.makers import make_letter

pytestmark = pytest.mark.django_db
ANSWER = {"response-author": "The minister", "response-received_on": "2026-11-01", "response-body": "An hour of work"}
FORM_PAGE = {"Referer": "http://testserver/studio/letters/2/?tab=1"}


@pytest.fixture
def address() -> str:
    return reverse("studio:respond", args=(make_letter().pk,))


def test_what_was_typed_is_shown_with_a_way_back_to_its_form(client: Client, address: str) -> None:
    answer = client.post(address, ANSWER, headers=FORM_PAGE)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "An hour of work" in page
    assert "Response author" in page
    assert f"{reverse('account_login')}?next=%2Fstudio%2Fletters%2F2%2F%3Ftab%3D1" in page


def test_a_button_alone_leads_through_the_sign_in_to_its_page(client: Client, address: str) -> None:
    assert client.post(address, headers=FORM_PAGE).url.endswith("?next=/studio/letters/2/%3Ftab%3D1")  # type: ignore[attr-defined]


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_no_other_site_says_where_the_way_back_leads(client: Client, address: str, elsewhere: str) -> None:
    assert client.post(address, headers={"Referer": elsewhere}).url.endswith("?next=/studio/")  # type: ignore[attr-defined]


def test_a_form_from_before_the_last_sign_in_is_shown_back(organizer: User, address: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    signed_out = visitor.post(address, ANSWER)
    visitor.force_login(organizer)
    signed_in = visitor.post(address, ANSWER)

    for answer in (signed_out, signed_in):
        assert answer.status_code == 403
        assert "An hour of work" in answer.content.decode()


def test_the_token_of_a_form_is_shown_to_nobody(client: Client, address: str) -> None:
    page = client.post(address, ANSWER | {"csrfmiddlewaretoken": "secret-token"}).content.decode()

    assert "secret-token" not in page


def test_the_desk_and_the_account_do_the_same(client: Client) -> None:
    sit(client)
    client.logout()
    letter = Letter.objects.get(pk=make_letter().pk)

    for address in (reverse("desk:letter", args=(letter.pk,)), reverse("accounts:you")):
        assert "Words of weight" in client.post(address, {"words": "Words of weight"}).content.decode()
