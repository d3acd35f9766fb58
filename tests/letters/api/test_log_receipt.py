import pytest
from django.test import Client

from letters.ledger import keys, reading, receipts
from letters.ledger.actions import turn
from letters.ledger.models import Log
from petition.lib.notes import Checkpoint, Verifier, open_note
from tests.letters.api.witness import cosign
from tests.letters.ledger.writing import AT, make_log, sign, sign_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    """A text, three signatures, a withdrawal, a strike and its restoration."""
    log = make_log()
    first, second, _ = sign_many(log, 3)
    with turn() as its:
        its.withdraw(log.pk, of=first, at=AT)
        its.strike(log.pk, of=second, reason="fraud", at=AT)
        its.restore(log.pk, of=second, at=AT)
    return log


@pytest.mark.parametrize("index", range(7))
def test_every_kind_of_entry_has_one_that_holds(client: Client, log: Log, index: int) -> None:
    answer = client.get(f"{log.path}/receipt/{index}")
    receipt = receipts.parse(answer.content)
    checkpoint = receipts.verify(receipt, log=Verifier.parse(keys.vkey(log.origin)))
    assert (receipt.index, checkpoint.size) == (index, 7)
    assert receipt.entry == reading.entry(log.pk, index)


def test_it_opens_nothing(client: Client, log: Log) -> None:
    assert receipts.parse(client.get(f"{log.path}/receipt/3").content).opening is None


def test_it_is_a_file_to_keep(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/receipt/3")
    slug = log.path.split("/")[2]
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{slug}-3.tlog-proof"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=2"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_cosigned_checkpoint_is_worth_more_than_a_newer_one(client: Client, log: Log) -> None:
    witness = cosign(log)
    sign(log, subject=9)
    older, newer = (receipts.parse(client.get(f"{log.path}/receipt/{index}").content) for index in (6, 7))
    assert Checkpoint.parse(open_note(older.checkpoint, witness)).size == 7
    assert Checkpoint.parse(open_note(newer.checkpoint, Verifier.parse(keys.vkey(log.origin)))).size == 8


@pytest.mark.parametrize("index", ["7", "8", "999999", str(2**63), "9" * 18, "9" * 400])
def test_an_entry_that_is_not_there_says_how_many_there_are(client: Client, log: Log, index: str) -> None:
    answer = client.get(f"{log.path}/receipt/{index}")
    assert answer.status_code == 404
    assert len(index) > 18 or b"The log holds 7 entries" in answer.content


@pytest.mark.parametrize("index", ["-1", "00", "07", "+1", "1.0", "0x1", "%D9%A1", "one", "1%20", "1%0A", "1/", ""])
def test_a_number_has_one_spelling(client: Client, log: Log, index: str) -> None:
    assert client.get(f"{log.path}/receipt/{index}").status_code == 404
