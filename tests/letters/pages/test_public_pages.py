"""What every public page promises: the same bytes for everybody, from us alone."""

import re

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Letter
from petition.http import SHARED_FOR_A_SECOND
from tests.makers import make_signature

PAGES = ("/", "/letters/", "/about/", "/privacy/", "/how-it-is-counted/", "/manual/", "/manual/public-log/")
OF_A_LETTER = ("", "v/1/", "signatures/", "log/", "log/entry/0/", "log/entry/1/", "sign/", "sign/sent/", "updates/")


@pytest.fixture
def paths(letter: Letter) -> list[str]:
    make_signature(letter)
    return [*PAGES, *(f"/letters/{letter.slug}/{path}" for path in OF_A_LETTER)]


@pytest.mark.django_db
def test_the_source_is_linked_where_it_is_named(client: Client, settings: LazySettings) -> None:
    named = "https://example.org/source"
    assert named not in client.get("/about/").content.decode()

    settings.SOURCE_URL = named

    assert f'href="{named}"' in client.get("/about/").content.decode()


def test_every_page_leads_to_the_manual(client: Client, paths: list[str]) -> None:
    for path in paths:
        assert 'href="/manual/"' in client.get(path).content.decode()


def test_somebody_signed_in_gets_the_same_bytes(client: Client, paths: list[str], moderator: User) -> None:
    known = Client()
    known.force_login(moderator)

    for path in paths:
        assert client.get(path).content == known.get(path).content, path


def test_they_set_no_cookie_and_vary_by_none(client: Client, paths: list[str]) -> None:
    for path in paths:
        answer = client.get(path)
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path
        assert answer["Cache-Control"] == SHARED_FOR_A_SECOND, path


def test_they_take_no_other_verb(client: Client) -> None:
    assert client.post("/about/").status_code == 405


def test_they_hold_nothing_that_a_strict_policy_stops(client: Client, paths: list[str]) -> None:
    for path in paths:
        page = client.get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!localhost|testserver)', page), path


def test_each_names_one_address_for_itself(client: Client, letter: Letter, settings: LazySettings) -> None:
    settings.SITE_URL = "https://letters.example"
    for path in (*PAGES, *(f"/letters/{letter.slug}/{path}" for path in ("", "v/1/", "log/"))):
        page = client.get(path, {"utm_source": "elsewhere"}).content.decode()
        assert f'<link rel="canonical" href="https://letters.example{path}">' in page
        assert f'<meta property="og:url" content="https://letters.example{path}">' in page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 429, 500, 503])
def test_a_page_for_what_went_wrong_needs_nothing_and_leads_on(status: int) -> None:
    page = render_to_string(f"errors/{status}.html")

    assert "<h1" in page
    assert f'href="{reverse("pages:front")}"' in page.split("<main")[1].split("</main>")[0] or "/letters/" in page
