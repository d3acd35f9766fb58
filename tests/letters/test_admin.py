from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Decision, Letter, Signature
from petition.audit.actions import record
from petition.audit.models import AuditEvent
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.accounts import doors
from tests.cast import ADA, MO
from tests.makers import make_letter, make_signature, make_user

pytestmark = pytest.mark.django_db

TABLES: dict[str, Callable[[], Any]] = {
    "letters_letter": Letter.objects.get,
    "letters_version": lambda: Letter.objects.get().current,
    "letters_signature": Signature.objects.get,
    "letters_decision": Decision.objects.get,
    "audit_auditevent": lambda: AuditEvent.objects.latest("pk"),
    "outbox_message": Message.objects.get,
}


@pytest.fixture
def administrator() -> User:
    return make_user(MO, site_role="administrator")


@pytest.fixture
def staff(administrator: User) -> Client:
    doors.give_second_factor(administrator)
    letter = make_letter("artists")
    signature = make_signature(letter, ADA, display="anonymous")
    Decision.objects.create(
        kind="signature", subject_id=signature.pk, letter=letter, verdict="release", by=administrator
    )
    record("moderation.release", signature, by=f"user {administrator.pk}", network="192.0.2.7/32")
    owe("signing.receipt", to=ADA.address, cause=signature.pk)
    return doors.client_of(administrator)


def pages(table: str) -> list[str]:
    row = TABLES[table]()
    return [reverse(f"admin:{table}_changelist"), reverse(f"admin:{table}_change", args=[row.pk])]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_read_without_addresses_networks_and_hidden_names(staff: Client, table: str) -> None:
    for page in pages(table):
        text = staff.get(page).content.decode()
        assert "192.0.2.7" not in text
        assert ADA.address not in text
        assert ADA.name not in text


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_added_changed_or_erased(staff: Client, table: str) -> None:
    _, page = pages(table)
    erase = page.replace("/change/", "/delete/")
    doors = [reverse(f"admin:{table}_add"), page, erase]

    assert [staff.post(door, {"post": "yes"}).status_code for door in doors] == [403] * 3
    assert staff.get(page).status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_without_a_second_factor_nothing_is_read(administrator: User, staff: Client, table: str) -> None:
    administrator.authenticator_set.all().delete()

    response = staff.get(reverse(f"admin:{table}_changelist"), follow=True)

    assert response.redirect_chain[-1][0].partition("?")[0] == reverse("accounts:second_factor")
