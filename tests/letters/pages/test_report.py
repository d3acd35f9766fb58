import pytest
from django.test import Client
from django.urls import reverse

from letters.guard.rules import DOORS
from letters.models import Case, Letter, Report
from petition.edge.queries import plain
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db
ABUSE = {"reason": "abuse", "words": "It insults my neighbour.", "email": "reader@example.org"}


def page(letter: Letter, query: str = "") -> str:
    return reverse("pages:report", args=(letter.slug,)) + query


def test_anybody_reports_a_letter(client: Client, letter: Letter) -> None:
    response = client.post(page(letter), ABUSE)

    assert response.headers["Location"] == reverse("pages:reported", args=(letter.slug,))
    assert client.get(response.headers["Location"]).status_code == 200
    assert Case.objects.get().letter == letter


def test_a_signature_is_reported_by_its_entry(client: Client, letter: Letter) -> None:
    signature = make_signature(letter)
    asked = client.get(page(letter, f"?signature={signature.index}"))

    client.post(page(letter), {"reason": "not_me", "signature": signature.index})

    assert signature.name in asked.text
    assert Case.objects.get().signature == signature


@pytest.mark.parametrize("entry", ["99", "0", "-1", "x", "9" * 40, "9" * 5_000, "١"])
def test_a_signature_that_is_not_there_gets_the_same_answers(client: Client, letter: Letter, entry: str) -> None:
    assert client.get(page(letter, f"?signature={entry}")).status_code == 200
    assert client.post(page(letter), ABUSE | {"signature": entry}).status_code == 302
    assert not Report.objects.exists()


def test_a_hidden_name_looks_like_no_signature_at_all(client: Client, letter: Letter) -> None:
    hidden = make_signature(letter, display="anonymous")
    assert hidden.index == 1

    asked, unknown = (client.get(page(letter, f"?signature={entry}")).text for entry in (1, 7))

    assert asked == unknown.replace('value="7"', 'value="1"')


def test_the_form_comes_back_filled(client: Client, letter: Letter) -> None:
    response = client.post(page(letter), {"words": "My neighbour", "email": "no address"})

    assert response.status_code == 422
    assert "My neighbour" in response.text
    assert "no address" in response.text
    assert not Report.objects.exists()


def test_words_that_would_turn_the_desks_page_around_are_refused_at_their_field(client: Client, letter: Letter) -> None:
    response = client.post(page(letter), ABUSE | {"words": "Look: \u202egnp.exe"})

    assert response.status_code == 422
    assert "Remove the control characters" in response.text


def test_what_was_written_in_paragraphs_stays_so(client: Client, letter: Letter) -> None:
    client.post(page(letter), ABUSE | {"words": "First  this.\r\n\r\nThen that.\r\n"})

    assert Report.objects.get().words == "First this.\n\nThen that."


def test_the_wrong_name_is_no_reason_against_a_letter(client: Client, letter: Letter) -> None:
    assert client.post(page(letter), {"reason": "not_me"}).status_code == 422


def test_one_network_reports_only_so_often(client: Client, letter: Letter) -> None:
    answers = [
        client.post(page(letter), ABUSE | {"words": f"{n}"}).status_code for n in range(DOORS["report"].limit + 1)
    ]

    assert answers == [302] * DOORS["report"].limit + [429]


def test_a_draft_cannot_be_reported(client: Client) -> None:
    draft = make_letter("draft", state="draft")

    assert client.get(page(draft)).status_code == client.post(page(draft), ABUSE).status_code == 404


def test_readers_are_led_there(client: Client, letter: Letter) -> None:
    index = make_signature(letter).index

    assert page(letter) in client.get(letter.get_absolute_url()).text
    assert page(letter, f"?signature={index}") in client.get(reverse("pages:signatures", args=(letter.slug,))).text


def test_caches_tell_the_forms_of_two_signatures_apart() -> None:
    assert plain("signature=1&utm_source=x") == "signature=1"
