from base64 import b64encode

from django.test import Client

from letters.models import Letter
from letters.writing.actions import amend
from petition.audit.actions import OPERATOR


def amended(letter: Letter) -> Letter:
    amend(letter, body="We wrote the operas.\n\nPay us.", note="Songs were operas.", by=OPERATOR)
    return letter


def read(client: Client, letter: Letter, number: int) -> str:
    return client.get(f"/letters/{letter.slug}/v/{number}/").content.decode()


def test_an_old_version_keeps_its_address_text_and_hash(client: Client, letter: Letter) -> None:
    hash_before = letter.current.content_hash if letter.current else ""

    page = read(client, amended(letter), 1)

    assert "We wrote the songs." in page
    assert hash_before in page
    assert "This is an earlier version." in page


def test_a_hash_is_shown_as_the_log_spells_it_too(client: Client, letter: Letter) -> None:
    assert letter.current
    spelled = b64encode(bytes.fromhex(letter.current.content_hash)).decode()

    assert f"<code>{spelled}</code>" in read(client, letter, 1).replace("&#x2B;", "+")
    assert spelled in client.get(f"/letters/{letter.slug}/log/").content.decode().replace("&#x2B;", "+")


def test_a_new_version_shows_what_changed_and_why(client: Client, letter: Letter) -> None:
    page = read(client, amended(letter), 2)

    assert "What changed since version 1" in page
    assert "Songs were operas." in page
    assert '<del class="difference__removed">' in page
    assert '<ins class="difference__added">' in page


def test_the_first_version_has_nothing_to_compare(client: Client, letter: Letter) -> None:
    assert "What changed" not in read(client, letter, 1)


def test_a_version_that_never_was_is_not_found(client: Client, letter: Letter) -> None:
    assert client.get(f"/letters/{letter.slug}/v/2/").status_code == 404
