from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import PROVE_WITHIN, forget_unproven, person_for, team_for
from accounts.models import Team, User
from petition.lib.refusal import Refused
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db


def test_the_person_behind_an_address_is_found_again() -> None:
    first = person_for(OLIVE.address, name=OLIVE.name)

    assert person_for(" Olive@STUDIO.example ") == first
    assert first.emailaddress_set.get().verified


def test_what_is_no_address_makes_no_person() -> None:
    with pytest.raises(Refused, match="bad-address"):
        person_for("olive at studio")

    assert not User.objects.exists()


def test_a_person_vouched_for_has_no_password_that_a_stranger_chose() -> None:
    doors.sign_up(Client(), OLIVE.address, "mallory knows this")

    person_for(OLIVE.address)

    cache.clear()
    doors.sign_in(mallory := Client(), password="mallory knows this")
    assert not doors.is_signed_in(mallory)


def test_a_proved_password_survives_being_vouched_for(client: Client, olive: User) -> None:
    person_for(OLIVE.address)

    doors.sign_in(client)

    assert doors.is_signed_in(client)


def test_a_person_has_one_team_of_their_own(olive: User) -> None:
    team = team_for(olive)

    assert team_for(olive) == team
    assert list(team.owners()) == [olive]
    assert Team.objects.of(olive).get().name == OLIVE.name


def test_an_address_nobody_proved_is_forgotten_after_a_week(client: Client) -> None:
    doors.sign_up(client)
    now = timezone.now()

    assert forget_unproven(at=now + PROVE_WITHIN - timedelta(minutes=1)) == 0
    assert forget_unproven(at=now + PROVE_WITHIN + timedelta(minutes=1)) == 1
    assert not User.objects.exists()


def test_who_proved_the_address_is_not_forgotten(olive: User) -> None:
    assert forget_unproven(at=timezone.now() + timedelta(days=999)) == 0


def test_your_account_is_for_whoever_is_signed_in(client: Client) -> None:
    response = client.get(reverse("accounts:you"))

    assert response.headers["Location"].startswith(reverse("account_login"))
