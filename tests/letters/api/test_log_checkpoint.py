import pytest
from django.conf import LazySettings
from django.test import Client

from letters.ledger import keys
from letters.ledger.actions import open_log
from letters.ledger.models import Log
from petition.lib.notes import Checkpoint, Verifier, open_note
from tests.letters.api.witness import cosign
from tests.letters.ledger.writing import make_log, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    log = make_log()
    sign(log)
    return log


def test_the_newest_checkpoint_is_signed_by_the_log(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/checkpoint")
    checkpoint = Checkpoint.parse(open_note(answer.content, Verifier.parse(keys.vkey(log.origin))))
    log.refresh_from_db()
    assert checkpoint == (log.origin, 2, bytes(log.root))


def test_it_is_plain_text_for_two_seconds_and_for_any_site(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=2"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


def test_a_witnesss_line_stands_below_the_logs_own(client: Client, log: Log) -> None:
    witness = cosign(log)
    answer = client.get(f"{log.path}/checkpoint")
    open_note(answer.content, Verifier.parse(keys.vkey(log.origin)), witness)


def test_the_cosigned_one_stays_where_the_witness_saw_it(client: Client, log: Log) -> None:
    witness = cosign(log)
    sign(log, subject=2)

    answer = client.get(f"{log.path}/cosigned")

    assert Checkpoint.parse(open_note(answer.content, witness)).size == 2
    assert answer["Cache-Control"] == "public, max-age=2"
    with pytest.raises(ValueError, match="not signed by"):
        open_note(client.get(f"{log.path}/checkpoint").content, witness)


def test_without_a_witness_nothing_is_cosigned(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/cosigned")
    assert answer.status_code == 404
    assert b"No witness" in answer.content


def test_the_key_is_one_line_that_verifiers_read(client: Client, log: Log) -> None:
    answer = client.get(f"{log.path}/vkey")
    assert answer.content.endswith(b"\n")
    assert Verifier.parse(answer.content.decode().removesuffix("\n")).name == log.origin
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", ["checkpoint", "vkey", "policy", "tile/0/000.p/1", "receipt/0"])
def test_a_log_keeps_its_address_when_the_site_moves(
    client: Client, log: Log, settings: LazySettings, name: str
) -> None:
    settings.SITE_URL = "https://elsewhere.example"
    assert client.get(f"{log.path}/{name}").status_code == 200


@pytest.mark.parametrize(
    "origin", ["letters.example/log", "letters.example/log/2", "letters.example/letters/a-b/log/12"]
)
def test_the_sites_own_log_and_those_that_follow_are_served_alike(client: Client, origin: str) -> None:
    log = open_log(origin)
    assert client.get(f"{log.path}/checkpoint").content.startswith(f"{origin}\n0\n".encode())


@pytest.mark.parametrize(
    "path",
    [
        "{log}/checkpoint/",
        "{log}/Checkpoint",
        "{log}/checkpoint%0A",
        "{log}//checkpoint",
        "{log}/1/checkpoint",
        "{log}/02/checkpoint",
        "{log}/2/3/checkpoint",
        "/en{log}/checkpoint",
        "/LETTERS/artists/log/checkpoint",
        "/letters/log/checkpoint",
        "/letters//log/checkpoint",
        "/letters/a/b/log/checkpoint",
        "/log/checkpoint",
        "/log/checkpoint.txt",
    ],
)
def test_no_checkpoint_stands_anywhere_else(client: Client, log: Log, path: str) -> None:
    assert client.get(path.format(log=log.path)).status_code == 404


@pytest.mark.parametrize("name", ["checkpoint", "cosigned", "vkey", "policy", "receipt/0"])
def test_they_are_only_read(client: Client, log: Log, name: str) -> None:
    assert client.post(f"{log.path}/{name}").status_code == 405
    assert client.head(f"{log.path}/{name}").status_code in (200, 404)
