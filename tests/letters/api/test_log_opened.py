"""What entries stand for, as long as everybody may read it: the texts, and the names of public signers."""

from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from letters.ledger import commitments, entries, reading
from letters.ledger.actions import forget, open_log, turn
from letters.ledger.models import Log
from letters.ledger.rotating import close as close_log
from letters.models import Letter
from letters.writing.actions import amend, close, publish, take_down
from petition.audit.actions import OPERATOR
from tests.letters.ledger.writing import AT, card, sign
from tests.makers import TEXT, make_team

pytestmark = pytest.mark.django_db

TITLE, TO = "Artists are not your unpaid R&D", "Whom it concerns: «tous»"


@pytest.fixture
def letter(db: None) -> Letter:
    return publish(slug="artists", title=TITLE, to=TO, body=TEXT, team=make_team(), by=OPERATOR)


@pytest.fixture
def log(letter: Letter) -> Log:
    return Log.objects.get(origin=letter.origin)


def enter(log: Log, subject: int, shown: str) -> int:
    log.refresh_from_db()
    return sign(log, subject, shown=shown, text=bytes(log.text or b""))


def shown_of(client: Client, log: Log, bundle: int = 0) -> list[dict[str, Any]]:
    answer = client.get(f"{log.path}/openings/{bundle}")
    assert answer.status_code == 200
    return list(answer.json()["openings"])


def test_an_opening_opens_the_commitment_of_its_entry(client: Client, log: Log) -> None:
    enter(log, 1, card("Ada Lovelace, née Byron ☠️"))
    (shown,) = shown_of(client, log)
    fact = entries.parse(reading.entry(log.pk, shown["index"]) or b"").fact
    salt, mail, control = (b64decode(shown[name]) for name in ("salt", "mail", "control"))
    assert isinstance(fact, entries.Sign)
    assert fact.commit == commitments.commit(commitments.card_hash(salt, shown["card"]), mail, control)
    assert commitments.read_card(shown["card"]) == ("Ada Lovelace, née Byron ☠️", "Mathematician", "London")
    assert set(shown) == {"index", "of", "salt", "card", "mail", "control"}


def test_an_edit_is_opened_in_place_of_what_it_changes(client: Client, log: Log) -> None:
    signing = enter(log, 1, card("A. L."))
    with turn() as its:
        its.edit(log.pk, of=signing, card=card("Ada"), address="ada@example.org", at=AT)
    (shown,) = shown_of(client, log)
    assert (shown["index"], shown["of"], shown["card"]) == (2, 1, card("Ada"))


def test_private_withdrawn_struck_hidden_and_erased_signatures_are_not_opened(client: Client, log: Log) -> None:
    enter(log, 1, "")
    withdrawn, struck, hidden, erased, _ = (enter(log, subject, card(f"Signer {subject}")) for subject in range(2, 7))
    with turn() as its:
        its.withdraw(log.pk, of=withdrawn, at=AT)
        its.strike(log.pk, of=struck, reason="fraud", at=AT)
        its.edit(log.pk, of=hidden, card="", address="hidden@example.org", at=AT)
    forget(erased)
    assert [shown["card"] for shown in shown_of(client, log)] == [card("Signer 6")]


def test_a_restored_signature_is_opened_again(client: Client, log: Log) -> None:
    signing = enter(log, 1, card())
    for verb in ("strike", "restore"):
        with turn() as its:
            getattr(its, verb)(log.pk, of=signing, at=AT, **({"reason": "fraud"} if verb == "strike" else {}))
    assert [shown["of"] for shown in shown_of(client, log)] == [1]


def test_each_bundle_has_its_own_openings(client: Client, log: Log) -> None:
    for subject in range(1, 260):
        enter(log, subject, card(f"Signer {subject}"))
    assert [shown["index"] for shown in shown_of(client, log)] == list(range(1, 256))
    assert [shown["index"] for shown in shown_of(client, log, 1)] == [256, 257, 258, 259]


@pytest.mark.parametrize("bundle", ["1", "999999", "9" * 18, "9" * 400, "00", "-1", "x", "1.p/1", ""])
def test_a_bundle_that_is_not_there_has_no_openings(client: Client, log: Log, bundle: str) -> None:
    assert client.get(f"{log.path}/openings/{bundle}").status_code == 404


def test_openings_are_asked_for_anew_each_time_and_by_any_site(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/openings/0")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"


def test_openings_cost_three_queries(client: Client, log: Log, django_assert_num_queries: Any) -> None:
    for subject in range(1, 20):
        enter(log, subject, card())
    with django_assert_num_queries(3):
        client.get(f"{log.path}/openings/0")


def test_a_text_is_the_document_that_was_hashed(client: Client, letter: Letter, log: Log) -> None:
    amend(letter, body="Another text.", note="", by=OPERATOR)
    for number in (1, 2):
        answer = client.get(f"{log.path}/text/{number}")
        fact = entries.parse(reading.entry(log.pk, number - 1) or b"").fact
        assert isinstance(fact, entries.Text)
        assert (fact.number, fact.sha256) == (number, sha256(answer.content).digest())
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("number", ["0", "2", "01", "-1", "one", "9" * 18, "9" * 400, ""])
def test_a_text_nobody_published_is_not_there(client: Client, log: Log, number: str) -> None:
    assert client.get(f"{log.path}/text/{number}").status_code == 404


@pytest.mark.parametrize("name", ["openings/0", "text/1"])
def test_a_closed_letter_stays_open_to_readers(client: Client, letter: Letter, log: Log, name: str) -> None:
    close(letter, by=OPERATOR)
    assert client.get(f"{log.path}/{name}").status_code == 200


@pytest.mark.parametrize("name", ["openings/0", "text/1"])
def test_after_a_take_down_names_and_texts_are_gone_with_the_public_reason(
    client: Client, letter: Letter, log: Log, name: str
) -> None:
    enter(log, 1, card())
    take_down(letter, notice="Ein Gericht verlangt es: «sofort».", by=OPERATOR)
    answer = client.get(f"{log.path}/{name}")
    assert answer.status_code == 410
    assert answer.content.decode() == "letter-gone\nEin Gericht verlangt es: «sofort».\n"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "name", ["checkpoint", "vkey", "policy", "tile/0/000.p/2", "tile/entries/000.p/2", "receipt/1"]
)
def test_after_a_take_down_the_log_itself_stays(client: Client, letter: Letter, log: Log, name: str) -> None:
    enter(log, 1, card())
    take_down(letter, notice="A court asked for it.", by=OPERATOR)
    answer = client.get(f"{log.path}/{name}")
    assert answer.status_code == 200
    assert b"Ada" not in answer.content


def test_everything_stays_where_it_is_when_the_letter_takes_another_address(
    client: Client, letter: Letter, log: Log
) -> None:
    enter(log, 1, card())
    Letter.objects.filter(pk=letter.pk).update(slug="another-address")
    for name in ("checkpoint", "tile/0/000.p/2", "receipt/1", "openings/0", "text/1"):
        assert client.get(f"{log.path}/{name}").status_code == 200
        assert client.get(f"/letters/another-address/log/{name}").status_code == 404


def test_a_log_that_follows_speaks_for_the_same_letter(client: Client, letter: Letter, log: Log) -> None:
    document = client.get(f"{log.path}/text/1").content
    follower = open_log(f"{log.origin}/2", follows=log)
    close_log(log, at=AT)
    assert client.get(f"{follower.path}/text/1").content == document
    take_down(letter, notice="A court asked for it.", by=OPERATOR)
    assert client.get(f"{follower.path}/text/1").status_code == 410


def test_the_sites_own_log_opens_nothing(client: Client) -> None:
    log = open_log("letters.example/log", kind=Log.Kind.SITE)
    assert client.get(f"{log.path}/openings/0").status_code == 404
    assert client.get(f"{log.path}/text/1").status_code == 404
