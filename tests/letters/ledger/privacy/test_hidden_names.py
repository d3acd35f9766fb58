"""Who signs by initials or unnamed is named nowhere but on their own page, whatever is served, sent, packed or said."""

import pytest
from django.test import Client

from letters.models import Letter
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.lives import Life
from tests.letters.ledger.privacy.places import Copies, say
from tests.letters.ledger.privacy.traces import QUINTESSA, SHOWN, Traces
from tests.letters.ledger.served import Check
from tests.letters.ledger.tampering import tamper
from tests.letters.pages.filled import manage_path

pytestmark = pytest.mark.django_db

NAME = {word: word.encode() for word in QUINTESSA.name.split()}
ABOUT = {word: word.encode() for word in (SHOWN.title, SHOWN.affiliation, SHOWN.city, SHOWN.country)}
# What is hidden: by initials the name; unnamed, also what would name many who are not named.
LIVES = {
    "by initials": ("initials", (), NAME),
    "unnamed": ("anonymous", (), NAME | ABOUT),
    "hidden since": ("name", ("edit", "hide"), NAME | ABOUT),
}


@pytest.fixture(params=LIVES)
def hidden(request: pytest.FixtureRequest, letter: Letter, client: Client) -> Traces:
    display, steps, words = LIVES[request.param]
    life = Life(letter, client, display=display)
    for step in steps:
        life.live(step)
    life.ask_for_links()
    letter.refresh_from_db()
    return Traces(words)


def test_nothing_public_names_them(letter: Letter, client: Client, hidden: Traces, copies: Copies) -> None:
    assert hidden.in_([*places.served(letter, client), *copies.make(letter)]) == {}


def test_no_mail_and_no_receipt_names_them(hidden: Traces) -> None:
    mails = list(places.mails())

    assert {place for place, _ in mails} >= {"mail signing.receipt"}
    assert hidden.in_(mails) == {}


def test_the_log_s_own_rows_do_not_name_them(hidden: Traces) -> None:
    rows = [(place, data) for place, data in places.tables() if not place.startswith("letters_signature.")]

    assert hidden.in_(rows) == {}


def test_those_who_check_read_no_hidden_name(
    letter: Letter, client: Client, hidden: Traces, copies: Copies, check: Check
) -> None:
    list(copies.make(letter))
    said = [say("verify", "--all"), check(copies.export).words]

    tamper("UPDATE letters_log SET signed = signed + 1")

    with pytest.raises(Exception, match="signed should be") as error:
        say("verify", "--all")
    assert hidden.in_(enumerated([*said, str(error.value)])) == {}


def enumerated(said: list[str]) -> list[tuple[str, bytes]]:
    return [(f"sentence {number}", words.encode()) for number, words in enumerate(said)]


@pytest.mark.parametrize("path", ["log/entry/99/", "log/receipt/99", "log/openings/99", "signatures/?after=broken"])
def test_no_refusal_names_them(letter: Letter, client: Client, hidden: Traces, path: str) -> None:
    answer = client.get(f"/letters/{letter.slug}/{path}")

    assert answer.status_code in (400, 404)
    assert hidden.in_([(path, answer.content)]) == {}


def test_their_own_page_does(letter: Letter, client: Client, hidden: Traces) -> None:
    own = client.get(manage_path(letter.signatures.latest("pk"))).content

    assert hidden.in_([("her own page", own)]).keys() >= NAME.keys()
