"""History: one line for each deed, which nobody can rewrite."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from petition.audit.actions import OPERATOR, record
from petition.audit.models import AuditEvent
from petition.audit.tasks import forget_networks

NOW = timezone.now()


@pytest.fixture
def event(organizer: User) -> AuditEvent:
    record("accounts.rename", organizer, by=OPERATOR, changes={"fields": ["name"]}, network="192.0.2.1/32", at=NOW)
    return AuditEvent.objects.get()


def test_a_deed_is_kept_with_who_what_and_when(event: AuditEvent, organizer: User) -> None:
    assert (event.actor, event.verb, event.at) == ("operator", "accounts.rename", NOW)
    assert (event.subject_kind, event.subject_id) == ("user", organizer.pk)
    assert (event.changes, event.network) == ({"fields": ["name"]}, "192.0.2.1/32")


def test_a_deed_that_is_rolled_back_leaves_no_line(organizer: User) -> None:
    with transaction.atomic():
        record("accounts.rename", organizer, by=OPERATOR)
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "user 1"},
        {"verb": "accounts.nothing"},
        {"subject_id": 0},
        {"changes": {}},
        {"at": NOW - timedelta(days=1)},
        {"network": "198.51.100.1/32"},
        {"network": "", "actor": "user 1"},
    ],
)
def test_a_line_cannot_be_changed(event: AuditEvent, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(**change)


def test_a_line_cannot_be_deleted(event: AuditEvent) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


def test_a_network_is_cleared_after_thirty_days(organizer: User) -> None:
    for days in (29, 31):
        record("signing.sign", organizer, by="signer", network="192.0.2.1/32", at=NOW - timedelta(days=days))

    forget_networks()

    assert list(AuditEvent.objects.order_by("-at").values_list("network", flat=True)) == ["192.0.2.1/32", ""]
