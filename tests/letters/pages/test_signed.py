"""The page after confirming, and the receipt that the browser which confirmed can take from it."""

import pytest
from django.http import HttpResponse
from django.test import Client

from letters.ledger import receipts
from letters.ledger.actions import sequence_waiting
from letters.ledger.keys import vkey
from letters.models import Letter
from letters.signing.actions import withdraw
from petition.lib.notes import Verifier
from tests.letters.pages.filled import confirm_form, pending
from tests.letters.signing.trying import row_of, turn_taken
from tests.makers import make_letter


def address(letter: Letter) -> str:
    return f"/letters/{letter.slug}/signed/"


def sign(client: Client, letter: Letter, **options: str) -> HttpResponse:
    _, path = pending(letter, **options)
    return client.post(path, confirm_form(letter, **options), follow=True)


def test_it_says_the_number_and_the_entry(client: Client, letter: Letter) -> None:
    answer = sign(client, letter)

    assert (answer.context["number"], answer.context["index"], answer.context["is_settled"]) == (1, 1, True)
    assert f'href="{address(letter)}receipt"' in answer.content.decode()


@pytest.mark.parametrize("display", ["name", "anonymous"])
def test_the_receipt_opens_the_entry_of_who_holds_it(client: Client, letter: Letter, display: str) -> None:
    sign(client, letter, display=display)

    answer = client.get(f"{address(letter)}receipt")

    receipt = receipts.parse(answer.content)
    receipts.verify(receipt, log=Verifier.parse(vkey(letter.origin)))
    assert receipt.opening.card == ("name Ada Lovelace\nrole \nplace \n" if display == "name" else "")


def test_the_receipt_is_a_file_that_no_cache_keeps(client: Client, letter: Letter) -> None:
    sign(client, letter)

    answer = client.get(f"{address(letter)}receipt")

    assert answer["Content-Disposition"] == 'attachment; filename="receipt-artists-1.tlog-proof"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_the_cookie_that_opens_it_is_for_this_letter_alone(client: Client, letter: Letter) -> None:
    sign(client, letter)
    other = make_letter()

    stranger = Client().get(f"{address(letter)}receipt")
    elsewhere = client.get(f"{address(other)}receipt")

    assert (stranger.status_code, stranger["Location"]) == (302, f"/letters/{letter.slug}/")
    assert (elsewhere.status_code, elsewhere["Location"]) == (302, f"/letters/{other.slug}/")


def test_who_has_withdrawn_takes_no_receipt_any_more(client: Client, letter: Letter) -> None:
    sign(client, letter)
    withdraw(row_of(letter).pk)

    assert client.get(f"{address(letter)}receipt")["Location"] == f"/letters/{letter.slug}/"


def test_nothing_is_posted_to_it(client: Client, letter: Letter) -> None:
    assert client.post(f"{address(letter)}receipt").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_while_the_log_is_busy_the_page_says_that_the_receipt_comes_by_mail(client: Client) -> None:
    letter = make_letter()

    with turn_taken(letter):
        page = sign(client, letter)
        receipt = client.get(f"{address(letter)}receipt")
    sequence_waiting()

    assert not page.context["is_settled"]
    assert "by mail" in page.content.decode()
    assert receipt["Location"] == address(letter)
    assert client.get(address(letter)).context["number"] == 1
