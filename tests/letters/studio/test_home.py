from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Team, User
from letters.models import Draft, Letter
from letters.studio.briefs import MOST_BRIEFS
from letters.studio.views import home
from letters.writing.actions import start
from tests.cast import MALLORY
from tests.makers import make_letter, make_signature, make_team, make_user

pytestmark = pytest.mark.django_db


def test_the_studio_lists_the_letters_of_my_teams_with_their_state(studio: Client, unpublished: Letter) -> None:
    Draft.objects.filter(letter=unpublished).update(title="Still a secret")
    make_letter(team=unpublished.team, title="Long public")

    page = studio.get(reverse("studio:home")).content.decode()

    assert page.index("Long public") < page.index("Still a secret")
    assert "Published" in page
    assert "Write it, then submit it." in page


def test_the_studio_shows_nobody_elses_letters(studio: Client) -> None:
    stranger = make_user(MALLORY)
    letter = start(make_team(stranger, "Others"), person=stranger)
    Draft.objects.filter(letter=letter).update(title="Not for Olive")

    assert "Not for Olive" not in studio.get(reverse("studio:home")).content.decode()


def test_a_long_list_goes_on_on_another_page(studio: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "LETTERS_A_PAGE", 1)
    older, newer = (make_letter(team=team, title=title) for title in ("Older words", "Newer words"))

    first, second = (studio.get(reverse("studio:home") + query).content.decode() for query in ("", "?page=2"))

    assert (newer.title in first, older.title in first, 'rel="next" href="?page=2"' in first) == (True, False, True)
    assert (older.title in second, 'rel="prev" href="?page=1"' in second) == (True, True)


def test_a_list_of_letters_costs_the_same_however_long(
    studio: Client, organizer: User, team: Team, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        start(team, person=organizer)
        make_signature(make_letter(team=team))

    with django_assert_max_num_queries(8):
        page = studio.get(reverse("studio:home")).content.decode()

    assert page.count("brief__bars") == 5


def test_letters_further_down_a_page_are_not_told_at_a_glance(studio: Client, team: Team) -> None:
    for _ in range(MOST_BRIEFS + 1):
        make_signature(make_letter(team=team))

    assert studio.get(reverse("studio:home")).content.decode().count("brief__bars") == MOST_BRIEFS


def test_a_letter_begins_as_a_draft_of_a_team_of_mine(studio: Client, organizer: User, team: Team) -> None:
    answer = studio.post(reverse("studio:new"), {"team": team.pk, "language": "fr"})

    letter = Letter.objects.get()
    assert answer.url == reverse("studio:write", args=(letter.pk,))  # type: ignore[attr-defined]
    assert (letter.team, letter.state, letter.language) == (team, "draft", "fr")
    assert letter.drafts.get().language == "fr"
    assert studio.get(answer.url).status_code == 200  # type: ignore[attr-defined]


def test_somebody_without_a_team_begins_alone(studio: Client, organizer: User) -> None:
    studio.post(reverse("studio:new"), {"team": "own", "language": "en"})

    assert Letter.objects.get().team == organizer.own_team


def test_a_viewer_begins_no_letter(studio: Client, organizer: User, team: Team) -> None:
    Membership.objects.filter(team=team).update(role="viewer")

    answer = studio.post(reverse("studio:new"), {"team": team.pk, "language": "en"})

    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_a_draft_has_an_address_that_tells_nothing_and_opens_to_nobody(client: Client, unpublished: Letter) -> None:
    assert unpublished.slug.startswith("draft-")
    assert client.get(f"/letters/{unpublished.slug}/").status_code == 404
    assert "login" in client.get(reverse("studio:write", args=(unpublished.pk,))).url  # type: ignore[attr-defined]


def test_a_letter_begins_in_the_zone_of_its_author(team: Team, organizer: User) -> None:
    organizer.time_zone = "Europe/Paris"

    assert start(team, person=organizer).time_zone == "Europe/Paris"
