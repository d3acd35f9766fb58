"""What mail an organizer gets, chosen by the link in one of them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from petition.audit.models import AuditEvent
from petition.lib.tokens import Purpose, make, read
from tests.accounts import doors
from tests.cast import NOOR, OLIVE
from tests.makers import make_user

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(person: User, *about: int) -> str:
    return f"/mail/{make(Purpose.ORGANIZER, person.pk, *about)}/"


def wishes(person: User) -> tuple[str, bool]:
    person.refresh_from_db()
    return person.digest, person.wants_milestones


@pytest.mark.parametrize(("about", "left"), [(0, ("never", True)), (1, ("weekly", False))])
def test_one_click_leaves_the_mail_that_carried_it(about: int, left: tuple[str, bool]) -> None:
    olive, noor = make_user(OLIVE), make_user(NOOR)

    answers = [Client(enforce_csrf_checks=True).post(path_of(olive, about), ONE_CLICK) for _ in range(2)]

    assert [(answer.status_code, answer.cookies) for answer in answers] == [(200, {})] * 2
    assert (wishes(olive), wishes(noor)) == (left, ("weekly", True))
    assert AuditEvent.objects.filter(verb="accounts.choose_mail").count() == 1


def test_opening_it_changes_nothing(client: Client) -> None:
    olive = make_user(OLIVE)

    client.get(path_of(olive, 0))
    client.head(path_of(olive, 0))

    assert wishes(olive) == ("weekly", True)


def test_the_form_keeps_what_is_chosen(client: Client) -> None:
    olive = make_user(OLIVE)

    told = client.post(path_of(olive), {"digest": "daily"}).content.decode()

    assert wishes(olive) == ("daily", False)
    assert "no news of counts" in told


def test_what_is_no_choice_changes_nothing(client: Client) -> None:
    olive = make_user(OLIVE)

    assert client.post(path_of(olive), {"digest": "hourly"}).status_code == 422

    assert wishes(olive) == ("weekly", True)


def test_a_cut_or_foreign_link_says_where_else_to_choose(client: Client) -> None:
    olive = make_user(OLIVE)

    for token in (make(Purpose.MANAGE, olive.pk), make(Purpose.ORGANIZER, olive.pk)[:-2], make(Purpose.ORGANIZER, 0)):
        answer = client.post(f"/mail/{token}/", ONE_CLICK)
        assert answer.status_code == 404
        assert f'href="{reverse("accounts:you")}"' in answer.content.decode()

    assert wishes(olive) == ("weekly", True)


def test_the_page_of_an_account_leads_here() -> None:
    olive = make_user(OLIVE)

    page = doors.client_of(olive).get(reverse("accounts:you")).content.decode()

    (token,) = re.findall(r'href="/mail/([^/"]+)/"', page)
    assert read(Purpose.ORGANIZER, token) == (olive.pk,)
