"""What mail an organizer gets, chosen by the link in one of them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.signing.links import OF_THE_DESK
from petition.audit.models import AuditEvent
from petition.lib.tokens import Purpose, make, read
from tests.accounts import doors
from tests.cast import MO, NOOR, OLIVE
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


def test_a_moderator_leaves_the_mail_of_the_desk(client: Client) -> None:
    mo = make_user(MO, site_role="moderator")

    answer = client.post(path_of(mo, OF_THE_DESK), ONE_CLICK)

    mo.refresh_from_db()
    assert (mo.wants_desk_digest, wishes(mo)) == (False, ("weekly", True))
    assert "You get no mail about the desk." in answer.content.decode()


def test_a_moderator_is_asked_about_the_desk_and_nobody_else_is(client: Client) -> None:
    mo, olive = make_user(MO, site_role="moderator"), make_user(OLIVE)

    asked = ["wants_desk_digest" in client.get(path_of(person)).content.decode() for person in (mo, olive)]
    client.post(path_of(olive), {"digest": "daily"})

    olive.refresh_from_db()
    assert (asked, olive.wants_desk_digest) == ([True, False], True)


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
