from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.actions import person_for
from accounts.models import Team, User
from tests.accounts import doors
from tests.cast import OLIVE
from tests.makers import make_letter

pytestmark = pytest.mark.django_db

CLOSE, HOME, BACK = "studio:close_account", "studio:home", "studio:come_back"


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_everything_comes_as_one_file(studio: Client) -> None:
    answer = studio.post(reverse("studio:export_my_data"))

    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "profile.json" in ZipFile(BytesIO(b"".join(answer))).namelist()  # type: ignore[arg-type]


@pytest.mark.parametrize("page", ["studio:export_my_data", CLOSE])
def test_whoever_has_a_password_types_it_once_more(studio: Client, organizer: User, page: str) -> None:
    organizer.set_password(doors.PASSWORD)
    organizer.save()
    studio.force_login(organizer)

    answer = studio.post(reverse(page), {"sure": "yes"})

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get().closing_at is None


def test_after_the_password_the_account_is_closed(studio: Client, organizer: User) -> None:
    organizer.set_password(doors.PASSWORD)
    organizer.save()
    studio.force_login(organizer)
    way = studio.post(reverse(CLOSE), {"sure": "yes"}).headers["Location"]

    studio.post(way, {"password": doors.PASSWORD})

    assert User.objects.get().closing_at is not None


def test_only_a_ticked_box_closes(studio: Client, organizer: User) -> None:
    answer = studio.post(reverse(CLOSE))

    assert answer.status_code == 422
    assert "Tick the box" in answer.content.decode()
    assert User.objects.get().closing_at is None


def test_the_page_names_what_has_to_be_handed_over(studio: Client, team: Team) -> None:
    make_letter(team=team)

    answer = studio.post(reverse(CLOSE), {"sure": "yes"})

    assert answer.status_code == 409
    assert team.name in answer.content.decode()
    assert User.objects.get().closing_at is None


def test_a_closed_account_can_only_come_back(client: Client, team: Team) -> None:
    person_for(OLIVE.address)
    doors.sign_in_by_code(client)
    client.post(reverse(CLOSE), {"sure": "yes"})
    assert not doors.is_signed_in(client)

    assert doors.sign_in_by_code(client).headers["Location"] == reverse(BACK)
    assert client.get(reverse(HOME)).headers["Location"] == reverse(BACK)
    assert client.get(reverse("studio:team", args=[team.pk])).headers["Location"] == reverse(BACK)

    client.post(reverse(BACK))
    assert client.get(reverse(HOME)).status_code == 200


def test_opening_the_way_back_changes_nothing(studio: Client, organizer: User) -> None:
    User.objects.update(closing_at="2030-01-01T00:00Z")

    page = studio.get(reverse(BACK)).content.decode()

    assert "1 January 2030" in page
    assert User.objects.get().closing_at is not None
