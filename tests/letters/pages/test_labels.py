"""Which link somebody came by travels with the slip, on pages that are the same for everybody."""

import pytest
from django.test import Client

from letters.models import Letter
from petition.edge.queries import plain
from tests.letters.pages.filled import sign_form, sign_path
from tests.letters.signing.trying import row_of

pytestmark = pytest.mark.django_db

HIDDEN = '<input type="hidden" name="from" value="newsletter-3" form="sign">'


@pytest.mark.parametrize("page", ["", "sign/"])
def test_the_label_of_a_link_is_sent_with_the_slip(client: Client, letter: Letter, page: str) -> None:
    assert HIDDEN in client.get(f"/letters/{letter.slug}/{page}?from=newsletter-3").content.decode()
    assert 'name="from"' not in client.get(f"/letters/{letter.slug}/{page}").content.decode()


def test_the_label_is_kept_with_the_signature(client: Client, letter: Letter) -> None:
    client.post(sign_path(letter), sign_form(letter, **{"from": "newsletter-3"}))

    assert row_of(letter).came_from == "newsletter-3"


def test_a_form_that_comes_back_still_knows_the_label(client: Client, letter: Letter) -> None:
    response = client.post(sign_path(letter), sign_form(letter, name="", **{"from": "newsletter-3"}))

    assert response.status_code == 422
    assert HIDDEN in response.content.decode()


@pytest.mark.parametrize("label", ["", "News", "a b", "<script>", "x" * 33, "ä", "a\n"])
def test_what_is_no_label_is_none_and_no_mistake(client: Client, letter: Letter, label: str) -> None:
    assert client.post(sign_path(letter), sign_form(letter, **{"from": label})).status_code == 302
    assert row_of(letter).came_from == ""


@pytest.mark.parametrize(
    ("query", "kept"),
    [("from=poster", "from=poster"), ("from=No%20label", ""), ("utm=1&from=x&q=ada", "q=ada&from=x"), ("from=", "")],
)
def test_a_page_is_kept_for_each_label_and_for_nothing_else(query: str, kept: str) -> None:
    assert plain(query) == kept
