"""What witnesses and verifiers are configured with, read as their formats say."""

import pytest
from django.conf import LazySettings
from django.test import Client

from letters.api.log import lists
from letters.ledger import keys
from letters.ledger.actions import open_log
from letters.ledger.models import Log
from petition.lib.notes import COSIGNATURE, Verifier
from petition.lib.witness import Witness
from tests.letters.api.witness import VERIFIER, cosign
from tests.letters.ledger.writing import make_log

STRANGER = Verifier("stranger.example", COSIGNATURE, bytes(range(32)))

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_log() -> Log:
    return open_log("letters.example/log", kind=Log.Kind.SITE)


def words(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.endswith(b"\n")
    return [line.split(" ") for line in answer.content.decode().splitlines() if line]


def test_the_sites_log_is_listed_for_the_witness_network(client: Client, site_log: Log) -> None:
    header, vkey, qpd, contact = words(client, "/log/logs.v0")
    assert header == ["logs/v0"]
    assert vkey == ["vkey", keys.vkey(site_log.origin)]
    assert qpd[0] == "qpd"
    assert int(qpd[1]) > 0
    assert contact[0] == "contact"
    assert "@" in contact[1]


def test_a_log_that_was_closed_is_not_listed(client: Client, site_log: Log) -> None:
    Log.objects.update(closed_at="2026-11-01T00:00Z")
    assert words(client, "/log/logs.v0") == [["logs/v0"]]


def test_a_log_that_is_still_being_filled_is_not_listed(client: Client, site_log: Log) -> None:
    open_log(f"{site_log.origin}/2", kind=Log.Kind.SITE, follows=site_log)
    listed = [line[1] for line in words(client, "/log/logs.v0") if line[0] == "vkey"]
    assert listed == [keys.vkey(site_log.origin)]


def test_the_list_is_there_before_any_log(client: Client) -> None:
    answer = client.get("/log/logs.v0")
    assert answer.content == b"logs/v0\n"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60"


def test_letters_come_after_the_sites_log_the_newest_first(client: Client, site_log: Log) -> None:
    older, newer = make_log(), make_log()
    listed = [line[1] for line in words(client, "/log/logs.v0") if line[0] == "vkey"]
    assert listed == [keys.vkey(log.origin) for log in (site_log, newer, older)]


def test_the_list_has_an_end(client: Client, site_log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_LETTERS", 1)
    logs = [make_log() for _ in range(3)]
    listed = [line[1] for line in words(client, "/log/logs.v0") if line[0] == "vkey"]
    assert listed == [keys.vkey(site_log.origin), keys.vkey(logs[-1].origin)]


def test_one_of_the_witnesses_must_have_cosigned(client: Client, site_log: Log, settings: LazySettings) -> None:
    settings.WITNESSES = (Witness(VERIFIER, "https://witness.example/secret-path"),)
    log, witness, group, quorum = words(client, "/log/policy")
    assert log == ["log", keys.vkey(site_log.origin), f"{settings.SITE_URL}/log"]
    assert witness == ["witness", VERIFIER.name, VERIFIER.vkey]
    assert group == ["group", quorum[1], "any", VERIFIER.name]
    assert quorum[0] == "quorum"


def test_a_witnesss_own_address_is_told_to_nobody(client: Client, site_log: Log, settings: LazySettings) -> None:
    settings.WITNESSES = (Witness(VERIFIER, "https://witness.example/secret-path"),)
    assert b"secret-path" not in client.get("/log/policy").content + client.get("/log/logs.v0").content


def test_without_witnesses_nobody_need_have_cosigned(client: Client, site_log: Log, settings: LazySettings) -> None:
    settings.WITNESSES = ()
    assert words(client, "/log/policy")[1:] == [["quorum", "none"]]


def test_a_letters_log_has_the_witnesses_that_know_it(client: Client, settings: LazySettings) -> None:
    settings.WITNESSES = (Witness(VERIFIER, "https://witness.example"), Witness(STRANGER, "https://stranger.example"))
    log = make_log()
    cosign(log)
    assert words(client, f"{log.path}/policy")[1:] == [
        ["witness", VERIFIER.name, VERIFIER.vkey],
        ["group", "witnessed", "any", VERIFIER.name],
        ["quorum", "witnessed"],
    ]


def test_a_letters_log_that_no_witness_knows_stands_on_its_own_key(client: Client, settings: LazySettings) -> None:
    settings.WITNESSES = (Witness(VERIFIER, "https://witness.example"),)
    log = make_log()
    assert words(client, f"{log.path}/policy") == [
        ["log", keys.vkey(log.origin), f"{settings.SITE_URL}{log.path}"],
        ["quorum", "none"],
    ]
