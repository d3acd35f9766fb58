"""The page that checks receipts, and the one file of it that can be kept."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from letters.ledger import keys
from letters.ledger.actions import open_log
from letters.ledger.models import Log
from letters.models import Letter
from letters.pages.views import verifying
from tests.makers import make_letter

FILE = "/verify/verify.html"
INLINED = {"script-src": '<script type="module">(.*?)</script>', "style-src": "<style>(.*?)</style>"}


@pytest.fixture
def log(letter: Letter) -> Log:
    return letter.log or open_log(letter.origin)


def policy_in(text: str) -> dict[str, str]:
    return {name: sources for name, _, sources in (rule.strip().partition(" ") for rule in unescape(text).split(";"))}


def letter_file(letter: Letter) -> str:
    return reverse("pages:letter_verify_file", args=[letter.slug])


def test_the_page_comes_with_the_keys_of_the_newest_logs(client: Client, log: Log) -> None:
    response = client.get("/verify/")

    assert keys.vkey(log.origin) in response.text
    assert "public" in response.headers["Cache-Control"]


def test_of_very_many_logs_only_the_newest_are_named(client: Client, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "KEYS_ON_A_PAGE", 1)
    newer = open_log("letters.example/letters/newer/log")

    page = client.get("/verify/").text

    assert keys.vkey(newer.origin) in page
    assert keys.vkey(log.origin) not in page


def test_the_file_asks_nobody_for_anything(client: Client, log: Log) -> None:
    page = client.get(FILE).text

    assert re.findall(r"<link|<img|<iframe|<form[^>]* action|<script[^>]* src", page) == []
    assert re.findall(r'url\((?!"data:)', page) == []
    assert re.findall(r"\bimport\(", page) == []


def test_the_file_runs_its_own_script_and_style_alone(client: Client, log: Log) -> None:
    response = client.get(FILE)
    policy = policy_in(response.headers["Content-Security-Policy"])

    for name, pattern in INLINED.items():
        (inlined,) = re.findall(pattern, response.text, re.DOTALL)
        assert policy[name] == f"'sha256-{b64encode(sha256(inlined.encode()).digest()).decode()}'"
    assert policy["default-src"] == "'none'"


def test_the_file_carries_its_own_policy_to_where_it_is_saved(client: Client, log: Log) -> None:
    response = client.get(FILE)
    (carried,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', response.text)

    sent = policy_in(response.headers["Content-Security-Policy"])
    assert sent.pop("frame-ancestors") == "'none'"  # the one rule that a page can't give itself
    assert policy_in(carried) == sent


def test_a_letters_file_holds_the_key_of_its_log_and_of_no_other(client: Client, log: Log, letter: Letter) -> None:
    other = make_letter("other")
    foreign = other.log or open_log(other.origin)

    page = client.get(letter_file(letter)).text

    assert f'data-letter="{log.origin}"' in page
    assert keys.vkey(log.origin) in page
    assert keys.vkey(foreign.origin) not in page


def test_a_letters_file_holds_the_keys_of_the_logs_that_follow(client: Client, log: Log, letter: Letter) -> None:
    second = open_log(f"{log.origin}/2", follows=log)

    page = client.get(letter_file(letter)).text

    assert keys.vkey(log.origin) in page
    assert keys.vkey(second.origin) in page


def test_a_letter_taken_down_keeps_its_file(client: Client, log: Log, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.TAKEN_DOWN)

    assert client.get(letter_file(letter)).status_code == 200


def test_what_has_no_log_has_no_file(client: Client, db: None) -> None:
    assert client.get("/letters/nowhere/log/verify.html").status_code == 404


def test_without_a_script_the_page_names_the_program(client: Client, db: None) -> None:
    (told,) = re.findall("<noscript>(.*?)</noscript>", client.get("/verify/").text, re.DOTALL)

    assert 'href="/verify/check_log.py"' in told
