from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.pages.views.reading import LETTERS_A_PAGE
from tests.makers import make_letter, make_signatures


def titles(client: Client, query: str) -> list[str]:
    return [letter.title for letter in client.get(f"/letters/{query}").context["page"]]


@pytest.fixture
def three(db: None) -> None:
    now = timezone.now()
    make_letter(title="Loved", published_at=now - timedelta(days=3))
    make_letter(title="Urgent", published_at=now - timedelta(days=2), closes_at=now + timedelta(days=1))
    make_letter(title="New", published_at=now - timedelta(days=1), closes_at=now + timedelta(days=5))
    make_letter(title="Over", state="closed", published_at=now - timedelta(days=9), closed_at=now)


@pytest.mark.usefixtures("three")
def test_they_stand_in_the_order_asked_for(client: Client) -> None:
    loved = make_letter(title="Most loved", published_at=timezone.now() - timedelta(days=4))
    make_signatures(loved, 2)

    assert titles(client, "") == ["New", "Urgent", "Loved", "Most loved", "Over"]
    assert titles(client, "?sort=most-signed")[0] == "Most loved"
    assert titles(client, "?sort=closing-soon")[:2] == ["Urgent", "New"]
    assert "Over" not in titles(client, "?sort=closing-soon")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("query", ["?sort=nonsense", "?page=0", "?page=x", "?page=99999999999"])
def test_nonsense_asks_for_the_first_page(client: Client, query: str) -> None:
    assert titles(client, query)[0] == "New"


def test_more_of_them_are_a_page_away(client: Client, db: None) -> None:
    for number in range(LETTERS_A_PAGE + 1):
        make_letter(title=f"Number {number}", published_at=timezone.now() - timedelta(hours=number))

    first = client.get("/letters/").content.decode()

    assert 'rel="next" href="?sort=recent&amp;page=2"' in first
    assert titles(client, "?page=2") == [f"Number {LETTERS_A_PAGE}"]
    assert "noindex" not in first


def test_no_open_letter_is_told_with_a_way_on(client: Client, db: None) -> None:
    page = client.get("/letters/?sort=closing-soon").content.decode()

    assert "No letter is open for signing just now." in page
    assert 'href="?sort=recent"' in page
