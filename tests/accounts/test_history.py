import pytest
from django.test import Client

from accounts.models import User
from petition.audit.models import AuditEvent
from tests.accounts import doors

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_signing_up_in_and_out_is_remembered(client: Client) -> None:
    doors.sign_up(client)
    doors.prove(client)
    doors.post(client, "account_logout")

    assert verbs() == ["accounts.sign_up", "accounts.prove_email", "accounts.sign_in", "accounts.sign_out"]


def test_a_changed_password_is_remembered(client: Client, olive: User) -> None:
    doors.sign_in(client)

    doors.post(client, "account_change_password", oldpassword=doors.PASSWORD, password1="another horse entirely")

    assert verbs()[-1] == "accounts.change_password"


def test_a_changed_address_is_remembered_without_the_address(client: Client, olive: User) -> None:
    doors.sign_in(client)
    doors.post(client, "accounts:ask_old_mailbox")
    doors.post(client, "account_email", email="olive@elsewhere.example", code=doors.code(), action_add="yes")
    doors.prove(client)

    event = AuditEvent.objects.get(verb="accounts.change_email")

    assert (event.actor, event.subject_id, event.changes) == (f"user {olive.pk}", olive.pk, {})


def test_the_network_is_kept_and_no_more(olive: User) -> None:
    doors.sign_in(Client(REMOTE_ADDR="2001:db8::1234"))

    assert AuditEvent.objects.get(verb="accounts.sign_in").network == "2001:db8::/64"
