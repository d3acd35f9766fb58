import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.factors import forget_ended_sessions
from accounts.models import User
from petition.audit.models import AuditEvent
from tests.accounts import doors

pytestmark = pytest.mark.django_db


def test_signing_out_everywhere_else_ends_every_other_session(client: Client, olive: User) -> None:
    doors.sign_in(client)
    doors.sign_in(elsewhere := Client())

    doors.post(client, "usersessions_list")

    assert doors.is_signed_in(client)
    assert not doors.is_signed_in(elsewhere)
    assert AuditEvent.objects.get(verb="accounts.end_sessions").actor == f"user {olive.pk}"


def test_the_list_names_the_browser_and_marks_this_one(olive: User) -> None:
    doors.sign_in(Client(headers={"user-agent": "Lynx/2.8"}))
    doors.sign_in(here := Client(headers={"user-agent": "Firefox/150"}))

    page = here.get(reverse("usersessions_list")).content.decode()

    assert "Lynx/2.8" in page
    assert page.count("This one.") == 1


@pytest.mark.parametrize(("address", "kept"), [("192.0.2.77", "192.0.2.0"), ("2001:db8:1:2::3", "2001:db8:1::")])
def test_of_the_network_only_the_first_part_is_kept(olive: User, address: str, kept: str) -> None:
    doors.sign_in(Client(REMOTE_ADDR=address))

    assert UserSession.objects.get().ip == kept


def test_a_session_that_is_no_more_is_forgotten(client: Client, olive: User) -> None:
    doors.sign_in(client)
    doors.sign_in(Client())
    Session.objects.filter(session_key=client.session.session_key).delete()

    assert forget_ended_sessions() == 1
    assert UserSession.objects.count() == 1
