"""One entry of a log, in words."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from letters.ledger import keys, reading, receipts
from letters.ledger.actions import turn
from letters.ledger.commitments import card_hash, card_text, commit
from letters.ledger.entries import Sign, parse
from letters.ledger.models import Operation
from letters.models import Letter
from letters.pages.explaining import HAPPENED
from letters.signing.actions.leaving import withdraw
from letters.signing.actions.moderating import restore, strike
from letters.signing.rules import StrikeReason
from letters.writing.actions import take_down
from petition.audit.actions import OPERATOR
from petition.lib.canonical import from_base64
from petition.lib.notes import Verifier
from tests.cast import ADA, NOOR
from tests.makers import make_signature, make_signatures


def read(client: Client, letter: Letter, index: int) -> str:
    return client.get(f"/letters/{letter.slug}/log/entry/{index}/").content.decode()


def test_every_line_stands_there_as_it_is_written_with_what_it_means(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA)
    (body,) = reading.entries(letter.log_id, 1, 2)

    page = read(client, letter, 1)

    lines = [unescape(line) for line in re.findall(r'class="lines__text"><code>(.*?)</code>', page)]
    assert "\n".join(lines) + "\n" == body.decode()
    assert all(re.findall(r'class="lines__meaning">(.*?)</dd>', page))


@pytest.mark.parametrize("kind", ["text", "sign", "edit", "withdraw", "strike", "restore"])
def test_entries_of_every_kind_are_explained(client: Client, letter: Letter, kind: str) -> None:
    log_id, (one, other) = letter.log_id, make_signatures(letter, 2)
    with turn() as its:
        its.edit(log_id, of=one.operation_id, card="", address=ADA.address, at=timezone.now())
        its.withdraw(log_id, of=one.operation_id, at=timezone.now())
        its.strike(log_id, of=other.operation_id, reason="law", at=timezone.now())
        its.restore(log_id, of=other.operation_id, at=timezone.now())
    index = Operation.objects.filter(log=log_id, kind=kind).earliest("id").index
    assert index is not None

    page = read(client, letter, index)

    assert f"open-letter/v1 {kind}" in page
    assert str(HAPPENED[kind]) in page


def test_a_public_signer_is_shown_with_what_opens_the_commitment(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA, title="Mathematician", city="London")
    fact = parse(reading.entries(letter.log_id, 1, 2)[0]).fact
    assert isinstance(fact, Sign)

    page = read(client, letter, 1)

    found = re.findall(r"(?:salt|mail|control) +(\S{44})\n", page)
    salt, mail, control = (from_base64(unescape(value)) for value in found)
    card = "name Ada Lovelace\nrole Mathematician\nplace London\n"
    assert commit(card_hash(salt, card), mail, control) == fact.commit
    assert "Mathematician, London" in page


def test_a_private_signer_is_not(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA, display="anonymous")

    page = read(client, letter, 1)

    assert "card private" in page
    assert "Lovelace" not in page
    assert "That the name belongs to it" not in page


def test_a_struck_signature_shows_no_name_and_tells_what_happened(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    strike(signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)

    page = read(client, letter, 1)

    assert "A signature was taken out" in page
    assert f'href="/letters/{letter.slug}/log/entry/2/"' in page
    assert ADA.name not in page


def test_a_withdrawal_and_its_signature_lead_to_each_other(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    withdraw(signature.pk)

    log = f"/letters/{letter.slug}/log"
    assert f'href="{log}/entry/2/">Entry 2</a> <span>A signer took' in read(client, letter, 1)
    assert f'href="{log}/entry/1/">Entry 1</a> <span>The signature itself' in read(client, letter, 2)
    assert ADA.name not in read(client, letter, 1)


def top(page: str) -> str:
    """What is read before anything else of an entry."""
    return " ".join(re.sub("<[^>]+>", "", page.split("<h1")[1].split("<section")[0]).split())


def test_what_became_of_a_signature_is_said_first(client: Client, letter: Letter) -> None:
    one, other = make_signatures(letter, 2)
    withdraw(one.pk)
    strike(other.pk, reason=StrikeReason.FRAUD, by=OPERATOR)

    withdrawn, struck = top(read(client, letter, 1)), top(read(client, letter, 2))

    assert "This signature was withdrawn by its signer, and no longer counts. Entry 3 says so." in withdrawn
    assert "taken out, and no longer counts: fraud, not signed by the person it names. Entry 4 says so." in struck
    assert "A signature was taken out: fraud, not signed by the person it names." in top(read(client, letter, 4))


def test_a_signature_put_back_is_said_to_count(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    strike(signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)
    restore(signature.pk, by=OPERATOR)

    for index in (1, 2):
        assert "later put back, and counts. Entry 3 says so." in top(read(client, letter, index))
    assert "notice" not in read(client, letter, 3).split("<h1")[1].split("<section")[0]


def test_an_edited_signature_is_opened_where_it_was_edited(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    with turn() as its:
        card = card_text("A. L.", "", "")
        its.edit(letter.log_id, of=signature.operation_id, card=card, address=ADA.address, at=timezone.now())

    first, edited = read(client, letter, 1), read(client, letter, 2)

    assert "shown like this since entry 2" in first
    assert "That the name belongs to it" not in first
    assert ADA.name not in first + edited
    assert "A. L." in edited
    assert "That the name belongs to it" in edited


def test_its_receipt_verifies(client: Client, letter: Letter) -> None:
    make_signatures(letter, 5)

    (address,) = re.findall(r'href="(\S+)" download', read(client, letter, 3))

    receipt = receipts.parse(client.get(address).content)
    assert receipt.index == 3
    receipts.verify(receipt, log=Verifier.parse(keys.vkey(letter.log.origin)))  # type: ignore[union-attr]


def test_entries_lead_to_those_beside_them(client: Client, letter: Letter) -> None:
    make_signatures(letter, 2)
    start, middle, end = (read(client, letter, index) for index in range(3))

    assert 'rel="prev"' not in start
    assert f'rel="prev" href="/letters/{letter.slug}/log/entry/0/"' in middle
    assert f'rel="next" href="/letters/{letter.slug}/log/entry/2/"' in middle
    assert 'rel="next"' not in end


@pytest.mark.parametrize("index", ["3", "4", "99999999999999999999999999", "-1", "x"])
def test_what_is_beyond_the_log_is_not_there(client: Client, letter: Letter, index: str) -> None:
    make_signatures(letter, 2)

    assert client.get(f"/letters/{letter.slug}/log/entry/{index}/").status_code == 404


def test_one_of_a_letter_taken_down_is_gone(client: Client, letter: Letter) -> None:
    make_signature(letter, NOOR)
    take_down(letter, notice="A court said so.", by=OPERATOR)

    answer = client.get(f"/letters/{letter.slug}/log/entry/1/")

    assert answer.status_code == 410
    assert NOOR.name not in answer.content.decode()
