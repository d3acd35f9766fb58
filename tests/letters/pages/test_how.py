import re

import pytest
from django.test import Client


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get("/how-it-is-counted/").content.decode()


def test_it_says_that_the_count_can_be_checked_and_how(page: str) -> None:
    assert "Everybody who signs gets a receipt." in page
    assert "A program of one file reads a whole log" in page
    assert "cannot yet check" not in page


def test_it_says_what_no_count_can_prove(page: str) -> None:
    assert "does not prove that a signer is a real person" in page
    assert "an invented entry would look like any other" in page
    assert "tamper-evident to anyone who kept a checkpoint" in page


def test_its_links_lead_somewhere(client: Client, page: str) -> None:
    main = page.split("<main")[1].split("</main>")[0]
    links = re.findall(r'href="(/[^"#]+)"', main)

    assert links
    assert [link for link in links if client.get(link).status_code != 200] == []
