"""Who moderates and who administers, and that somebody always does."""

from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.actions import give_site_role, person_for, shut_out, trust
from accounts.models import User
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.accounts import doors
from tests.accounts.doors import kinds, newest
from tests.cast import ADA, MO, OLIVE
from tests.letters.signing.trying import at_once
from tests.makers import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(MO, site_role="administrator")


def test_a_moderator_is_made_and_told(administrator: User) -> None:
    ada = make_user(ADA)

    give_site_role(ada, "moderator", by=administrator)

    event = AuditEvent.objects.get(verb="accounts.give_site_role")
    assert User.objects.get(pk=ada.pk).is_moderator
    assert (event.actor, event.changes) == (f"user {administrator.pk}", {"site_role": ["", "moderator"]})
    assert (kinds(), newest().address) == (["accounts.place_changed"], ADA.address)


def test_the_last_administrator_stays_one(administrator: User) -> None:
    with pytest.raises(Refused, match="last-administrator"):
        give_site_role(administrator, "moderator", by=administrator)


def test_an_administrator_may_go_when_another_stays(administrator: User) -> None:
    make_user(ADA, site_role="administrator")

    give_site_role(administrator, "", by=administrator)

    assert User.objects.get(pk=administrator.pk).site_role == ""


@pytest.mark.parametrize("away", [{"closing_at": timezone.now()}, {"is_active": False}])
def test_an_administrator_who_is_away_does_not_count_as_another(administrator: User, away: dict[str, Any]) -> None:
    make_user(ADA, site_role="administrator", **away)

    with pytest.raises(Refused, match="last-administrator"):
        give_site_role(administrator, "moderator", by=administrator)


def test_whoever_closes_their_account_gives_no_place_and_gets_none(administrator: User) -> None:
    ada = make_user(ADA, site_role="administrator", closing_at=timezone.now())

    with pytest.raises(Refused, match="not-yours"):
        give_site_role(administrator, "", by=ada)
    with pytest.raises(Refused, match="account-closed"):
        give_site_role(ada, "moderator", by=administrator)


@pytest.mark.django_db(transaction=True)
def test_administrators_who_shut_each_other_out_at_once_leave_one() -> None:
    mo, ada = make_user(MO, site_role="administrator"), make_user(ADA, site_role="administrator")

    at_once(partial(shut_out, ada, by=mo), partial(shut_out, mo, by=ada))

    assert User.objects.filter(is_active=True).count() == 1


def test_whoever_is_no_administrator_any_more_gives_nothing(administrator: User) -> None:
    User.objects.update(site_role="moderator")

    with pytest.raises(Refused, match="not-yours"):
        give_site_role(make_user(ADA), "moderator", by=administrator)


@pytest.mark.django_db(transaction=True)
def test_administrators_who_dismiss_each_other_at_once_leave_one() -> None:
    mo, ada = make_user(MO, site_role="administrator"), make_user(ADA, site_role="administrator")

    at_once(partial(give_site_role, ada, "", by=mo), partial(give_site_role, mo, "", by=ada))

    assert User.objects.filter(site_role="administrator").count() == 1


def test_trust_is_given_once_and_remembered(administrator: User) -> None:
    team = make_team()

    for _ in range(2):
        trust(team, True, by=administrator)

    assert AuditEvent.objects.get(verb="accounts.trust").changes == {"is_trusted": [False, True]}


def test_whoever_is_no_administrator_any_more_trusts_nobody(administrator: User) -> None:
    User.objects.update(site_role="moderator")

    with pytest.raises(Refused, match="not-yours"):
        trust(make_team(make_user(OLIVE)), True, by=administrator)


def test_whoever_the_operator_names_becomes_administrator_by_signing_up(client: Client, settings: LazySettings) -> None:
    settings.ADMINISTRATORS = [OLIVE.address]

    doors.sign_up(client, OLIVE.address.upper())
    assert not User.objects.get().is_administrator
    doors.prove(client)

    assert User.objects.get().is_administrator
    assert AuditEvent.objects.get(verb="accounts.give_site_role").actor == "operator"


def test_nobody_else_becomes_administrator(client: Client, settings: LazySettings) -> None:
    settings.ADMINISTRATORS = [ADA.address]
    person_for(OLIVE.address)

    doors.sign_in_by_code(client)

    assert not User.objects.get().is_administrator
