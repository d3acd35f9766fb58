import re
from datetime import UTC, datetime
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Team, User
from letters.models import Draft, Image, Letter
from letters.writing.actions import start
from letters.writing.addressing import ADDRESSEES_AT_MOST, addressees_of
from letters.writing.particulars import digest_of
from letters.writing.topics import TOPICS_AT_MOST
from petition.audit.models import AuditEvent
from tests.cast import ADA, MALLORY
from tests.makers import make_letter, make_team, make_user

pytestmark = pytest.mark.django_db

ROWS = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
TIM = {"form-0-name": "Tim", "form-0-role": "Head of the makers", "form-0-address": "tim@makers.example"}
ANN = {"form-1-name": "Ann"}


def send(studio: Client, letter: Letter, **fields: object) -> object:
    typed = {"time_zone": "UTC", "goal": "", "closes_on": "", "publish_at": "", "wanted_slug": "", "cover": ""}
    seen = {"on": digest_of(Letter.objects.get(pk=letter.pk))}
    return studio.post(reverse("studio:particulars", args=(letter.pk,)), typed | ROWS | seen | fields)


def words(answer: object) -> str:
    assert answer.status_code == 422  # type: ignore[attr-defined]
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_addressees_make_the_line_above_the_letter(studio: Client, unpublished: Letter, draft: Draft) -> None:
    send(studio, unpublished, **TIM, **ANN)

    draft.refresh_from_db()
    assert draft.to == "Tim, Head of the makers; Ann"
    assert draft.revisions.filter(number=draft.revision, to=draft.to).exists()
    assert [to.address for to in addressees_of(unpublished)] == ["tim@makers.example", ""]
    assert b"tim@" not in bytes(unpublished.addressees.first().address)  # type: ignore[union-attr, arg-type]
    assert "tim@" not in str(AuditEvent.objects.values_list("changes", flat=True))


def test_an_addressee_without_a_name_or_with_half_an_address_gets_a_message(
    studio: Client, unpublished: Letter
) -> None:
    page = words(send(studio, unpublished, **{"form-0-role": "Head", "form-1-name": "Ann", "form-1-address": "ann@"}))

    assert "Say who this is." in page
    assert "name@example.org" in page
    assert 'value="ann@"' in page


def test_all_of_it_is_kept_and_shown_again(studio: Client, unpublished: Letter) -> None:
    send(
        studio,
        unpublished,
        time_zone="America/Havana",
        topics=["art", "work"],
        goal="1000",
        closes_on="2031-11-01",
        publish_at="2030-01-01T08:30",
        wanted_slug="pay-us",
    )

    unpublished.refresh_from_db()
    assert (unpublished.topics, unpublished.goal, unpublished.wanted_slug) == (["art", "work"], 1000, "pay-us")
    assert unpublished.closes_at == datetime(2031, 11, 2, 4, tzinfo=UTC)
    assert unpublished.publish_at == datetime(2030, 1, 1, 13, 30, tzinfo=UTC)
    page = studio.get(reverse("studio:particulars", args=(unpublished.pk,))).content.decode()
    for shown in ("2031-11-01", "2030-01-01T08:30", "pay-us", 'value="1000"'):
        assert shown in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"topics": ["art", "work", "media", "sport"]}, f"at most {TOPICS_AT_MOST} topics"),
        ({"topics": ["nonsense"]}, "nonsense is not one"),
        ({"goal": "0"}, "greater than or equal to 1"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not one"),
        ({"closes_on": "2020-01-01"}, "over before anybody could sign"),
        ({"closes_on": "2030-01-01", "publish_at": "2030-06-01T00:00"}, "over before anybody could sign"),
        ({"closes_on": "31/12"}, "valid date"),
        ({"wanted_slug": "Pay Us!"}, "small letters"),
        ({"wanted_slug": "draft-0123"}, "small letters"),
        ({"cover": "1"}, "1 is not one"),
        ({"form-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_nonsense_gets_a_message(studio: Client, unpublished: Letter, fields: dict[str, object], message: str) -> None:
    assert message in words(send(studio, unpublished, **fields))


def test_an_address_is_taken_once_its_letter_was_public_and_drafts_are_not_told_of(
    studio: Client, unpublished: Letter
) -> None:
    make_letter("taken")
    stranger = make_user(MALLORY)
    secret = start(make_team(stranger, "Others"), person=stranger)
    Letter.objects.filter(pk=secret.pk).update(wanted_slug="secret")

    assert "has this address already" in words(send(studio, unpublished, wanted_slug="taken"))
    assert send(studio, unpublished, wanted_slug="secret").status_code == 302  # type: ignore[attr-defined]


def test_of_a_public_letter_an_owner_changes_what_readers_see(studio: Client, organizer: User, team: Team) -> None:
    letter = make_letter(team=team)
    Membership.objects.filter(user=organizer).update(role="editor")
    assert send(studio, letter, goal="5").status_code == 403  # type: ignore[attr-defined]

    Membership.objects.filter(user=organizer).update(role="owner")
    send(studio, letter, goal="5", wanted_slug="another", publish_at="2030-01-01T00:00")

    letter.refresh_from_db()
    assert (letter.goal, letter.wanted_slug, letter.publish_at) == (5, "", None)


def test_while_the_desk_looks_nothing_changes(studio: Client, unpublished: Letter) -> None:
    Letter.objects.filter(pk=unpublished.pk).update(state="submitted")

    assert send(studio, unpublished, goal="5").status_code == 409  # type: ignore[attr-defined]


@pytest.mark.parametrize("is_trusted", [True, False])
def test_the_cover_of_a_public_letter_is_chosen_by_a_trusted_team(studio: Client, team: Team, is_trusted: bool) -> None:
    Team.objects.update(is_trusted=is_trusted)
    letter = make_letter(team=Team.objects.get())
    image = Image.objects.create(letter=letter, key="a" * 32, alt="A wall of names", width=60, height=40, size=9)

    send(studio, letter, cover=str(image.pk))

    page = Client().get(letter.get_absolute_url()).content.decode()
    cover = f'src="/image/{image.key}.webp" alt="A wall of names"'
    assert (cover in page.partition("<h1")[0]) == is_trusted


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_day_that_no_clock_knows_gets_a_message(studio: Client, unpublished: Letter, moment: str) -> None:
    words(send(studio, unpublished, publish_at=moment, time_zone="Asia/Tokyo"))
    words(send(studio, unpublished, closes_on=moment[:10], time_zone="Asia/Tokyo"))


class TestTwoEditors:
    """Olive and Ada fill the same form, which both have opened before either sent it."""

    @pytest.fixture
    def ada(self, unpublished: Letter) -> Client:
        person = make_user(ADA)
        Membership.objects.create(team=unpublished.team, user=person, role="editor")
        client = Client()
        client.force_login(person)
        return client

    @pytest.fixture
    def answer(self, studio: Client, ada: Client, unpublished: Letter) -> HttpResponse:
        """What Ada is told, after Olive was faster."""
        seen = digest_of(unpublished)
        olives = {"goal": "100", "topics": ["art"], "closes_on": "2031-11-01", "publish_at": "2030-01-01T08:30"}
        assert send(studio, unpublished, on=seen, wanted_slug="olive", **olives, **TIM).status_code == 302  # type: ignore[attr-defined]
        adas = {"goal": "500", "wanted_slug": "olive", "publish_at": "2030-01-01T08:30"}
        return cast(HttpResponse, send(ada, unpublished, on=seen, **adas, **ANN))

    def test_the_second_is_told_what_stands_and_keeps_what_she_typed(
        self, answer: HttpResponse, unpublished: Letter
    ) -> None:
        unpublished.refresh_from_db()
        page = answer.content.decode()

        assert (answer.status_code, unpublished.goal, unpublished.topics) == (409, 100, ["art"])
        assert "A colleague has changed this meanwhile." in page
        for typed in ('value="500"', 'value="Ann"'):
            assert typed in page
        theirs = re.findall(r'class="field__error"[^>]*>It is now: ([^<]+)<', page)
        assert sorted(theirs) == [
            "1 November 2031",
            "100",
            "Art and culture",
            "Tim, Head of the makers tim@makers.example",
        ]

    def test_sent_once_more_it_wins_knowingly(self, ada: Client, answer: HttpResponse, unpublished: Letter) -> None:
        (seen,) = re.findall(r'name="on" value="(\w+)"', answer.content.decode())

        assert send(ada, unpublished, on=seen, goal="500", **ANN).status_code == 302  # type: ignore[attr-defined]

        unpublished.refresh_from_db()
        assert (unpublished.goal, [to.name for to in addressees_of(unpublished)]) == (500, ["Ann"])

    def test_the_same_typed_by_both_is_no_conflict(self, studio: Client, ada: Client, unpublished: Letter) -> None:
        seen = digest_of(unpublished)

        for editor in (studio, ada, ada):
            assert send(editor, unpublished, on=seen, goal="100").status_code == 302  # type: ignore[attr-defined]

        assert AuditEvent.objects.filter(verb="writing.describe").count() == 1

    @pytest.mark.parametrize("on", ["", "nonsense"])
    def test_who_saw_nothing_overwrites_nothing(self, studio: Client, unpublished: Letter, on: str) -> None:
        assert send(studio, unpublished, on=on, goal="5").status_code == 409  # type: ignore[attr-defined]


def test_the_summary_names_mistakes_in_the_rows_of_addressees_and_leads_to_them(
    studio: Client, unpublished: Letter
) -> None:
    page = words(send(studio, unpublished, **{"form-0-role": "Head of the makers", "form-1-address": "nowhere"}))

    summary = page.partition('class="mistakes"')[2].partition("</div>")[0]
    assert '<a href="#id_form-0-name">Line 1, Name: Say who this is.</a>' in summary
    assert '<a href="#id_form-1-address">Line 2, Mail address: ' in summary


def test_the_summary_names_what_is_wrong_with_all_rows_together(studio: Client, unpublished: Letter) -> None:
    many = {f"form-{n}-name": "Somebody" for n in range(ADDRESSEES_AT_MOST + 1)}

    page = words(send(studio, unpublished, **many, **{"form-TOTAL_FORMS": str(ADDRESSEES_AT_MOST + 1)}))

    assert '<a href="#rows">' in page.partition('class="mistakes"')[2].partition("</div>")[0]
