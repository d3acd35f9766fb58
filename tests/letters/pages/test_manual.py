"""The manual: every page listed is there, and leads to the next."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from letters.pages.manual import PAGES
from petition.http import SHARED_FOR_A_SECOND

ADDRESSES = [f"/manual/{page}/" for page, _ in PAGES]


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Pages without queries still pass Django's request signals."""


@pytest.mark.parametrize(("page", "heading"), PAGES)
def test_each_page_is_there_under_its_heading(client: Client, page: str, heading: str) -> None:
    answer = client.get(f"/manual/{page}/")

    assert answer.status_code == 200
    assert f'<h1 class="title">{heading}</h1>' in answer.content.decode()
    assert answer["Cache-Control"] == SHARED_FOR_A_SECOND


def test_the_index_lists_them_in_order(client: Client) -> None:
    page = client.get("/manual/").content.decode().split("<main")[1].split("</main>")[0]

    assert re.findall(r'href="(/manual/\S+/)"', page) == ADDRESSES


def test_each_leads_to_the_next_and_back(client: Client) -> None:
    for before, after in pairwise(ADDRESSES):
        assert f'rel="next" href="{after}"' in client.get(before).content.decode()
        assert f'rel="prev" href="{before}"' in client.get(after).content.decode()


def test_a_page_nobody_wrote_is_not_there(client: Client) -> None:
    assert client.get("/manual/nothing/").status_code == 404


@pytest.mark.parametrize("address", ["/manual/", *ADDRESSES])
def test_every_link_of_ours_leads_somewhere(client: Client, address: str) -> None:
    page = client.get(address).content.decode().split("<main")[1].split("</main>")[0]

    for link in set(re.findall(r'href="(/[^"#]*)', page)):
        assert client.get(link).status_code == 200, link
